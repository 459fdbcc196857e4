import { expect, test } from 'vitest'
import { fileName } from '../../src/response/file-name.ts'

test.each<{ disposition?: string; type?: string; want: string }>([
  { want: 'getReport.pdf' },
  { type: 'application/x-unknown', want: 'getReport.bin' },
  { disposition: 'attachment', want: 'getReport.pdf' },
  { disposition: 'attachment; filename="June report.pdf"', want: 'June_report.pdf' },
  { disposition: 'attachment; filename=june.pdf', want: 'june.pdf' },
  { disposition: `attachment; filename="x.pdf"; filename*=UTF-8''%e2%82%ac%20rates.pdf`, want: 'rates.pdf' },
  { disposition: `attachment; filename*=UTF-8''Z%C3%BCrich.pdf`, want: 'Zürich.pdf' },
  { disposition: `attachment; filename*=UTF-8''%zz`, want: 'getReport.pdf' },
  { disposition: 'attachment; filename="../../.bashrc"', want: 'bashrc' },
  { disposition: 'attachment; filename="..\\\\..\\\\evil.exe"', want: 'evil.exe' },
  { disposition: 'attachment; filename="/etc/passwd"', want: 'passwd' },
  { disposition: 'attachment; filename=".."', want: 'getReport.pdf' },
  { disposition: 'attachment; filename="con.txt"', want: '_con.txt' },
  { disposition: 'attachment; filename="a\u0000b\u202etxt.exe"', want: 'a_b_txt.exe' },
  { disposition: `attachment; filename="${'x'.repeat(500)}.pdf"`, want: `${'x'.repeat(100)}.pdf` },
])('$disposition $type', ({ disposition, type = 'application/pdf', want }) => {
  expect(fileName(disposition, 'getReport', type)).toBe(want)
})
