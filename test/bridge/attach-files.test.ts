import { expect, test } from 'vitest'
import { attachFiles } from '../../src/bridge/attach-files.ts'
import type { LocalFiles } from '../../src/bridge/ports.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { failure, success } from '../../src/lib/result.ts'

const CONTENT: ReadonlyMap<string, Uint8Array> = new Map([
  ['a.bin', Uint8Array.of(0, 1, 2, 250)],
  ['long.bin', Uint8Array.from({ length: 20_000 }, (_, at) => at)],
])

function reading(): LocalFiles & { readonly asked: [string, number][] } {
  const asked: [string, number][] = []
  return {
    asked,
    read: async (path, maxBytes) => {
      asked.push([path, maxBytes])
      const bytes = CONTENT.get(path)
      return bytes === undefined ? failure({ kind: 'absent' }) : success(bytes)
    },
    save: async () => failure({ kind: 'no-folder' }),
  }
}

const tool = { fileArguments: new Set(['photo', 'pages']) }

test.each<{ name: string; given: JsonObject; want: JsonObject }>([
  { name: 'a file', given: { photo: { file: 'a.bin' } }, want: { photo: 'AAEC+g==' } },
  {
    name: 'a list of files and base64',
    given: { pages: [{ file: 'a.bin' }, 'AA=='] },
    want: { pages: ['AAEC+g==', 'AA=='] },
  },
  { name: 'base64', given: { photo: 'AA==' }, want: { photo: 'AA==' } },
  { name: 'another argument', given: { title: { file: 'a.bin' } }, want: { title: { file: 'a.bin' } } },
  {
    name: 'something beside the file',
    given: { photo: { file: 'a.bin', x: 1 } },
    want: { photo: { file: 'a.bin', x: 1 } },
  },
  { name: 'no text', given: { photo: { file: 1 } }, want: { photo: { file: 1 } } },
])('$name', async ({ given, want }) => {
  expect(await attachFiles(tool, given, reading())).toEqual(success(want))
})

test('long content is encoded whole', async () => {
  const attached = await attachFiles(tool, { photo: { file: 'long.bin' } }, reading())
  const text = attached.ok ? String(attached.value.photo) : ''
  expect(new Uint8Array(Buffer.from(text, 'base64'))).toEqual(CONTENT.get('long.bin'))
})

test('all files of a call share one limit, and every one that fails is named', async () => {
  const files = reading()
  const args = { photo: { file: 'long.bin' }, pages: [{ file: 'a.bin' }, { file: 'x"' }, { file: 'y' }] }
  expect(await attachFiles(tool, args, files)).toEqual(
    failure([
      'pages[1]: "x\\"" can\'t be read: there is no such file in the folders that the profile allows',
      'pages[2]: "y" can\'t be read: there is no such file in the folders that the profile allows',
    ]),
  )
  const limits = files.asked.map(([, limit]) => limit)
  expect(limits.map((limit) => (limits[0] ?? 0) - limit)).toEqual([0, 20_000, 20_004, 20_004])
})

test('without folders nothing is asked for', async () => {
  const files = reading()
  const args = { photo: { file: 'a.bin' } }
  expect(await attachFiles(tool, args, undefined)).toEqual(success(args))
  expect(await attachFiles({}, args, files)).toEqual(success(args))
  expect(files.asked).toEqual([])
})
