import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLocalFiles } from '../../src/node/local-files.ts'

let base: string
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'local-files-')))
  for (const folder of ['in', 'in/deep', 'in/.hidden', 'second', 'out', 'elsewhere']) mkdirSync(join(base, folder))
  writeFileSync(join(base, 'in', 'a.txt'), 'a')
  writeFileSync(join(base, 'in', 'deep', 'b.txt'), 'b')
  writeFileSync(join(base, 'in', '.env'), 'SECRET=1')
  writeFileSync(join(base, 'in', '.hidden', 'key'), 'k')
  writeFileSync(join(base, 'second', 'c.txt'), 'c')
  writeFileSync(join(base, 'elsewhere', 'secret.txt'), 's')
  symlinkSync(join(base, 'in'), join(base, 'linked-in'))
  symlinkSync(join(base, 'elsewhere', 'secret.txt'), join(base, 'in', 'leads-out.txt'))
  symlinkSync(join(base, 'elsewhere'), join(base, 'in', 'folder-out'))
  symlinkSync(join(base, 'in', 'a.txt'), join(base, 'in', 'leads-in.txt'))
  symlinkSync(join(base, 'in', '.env'), join(base, 'in', 'leads-to-hidden.txt'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const url = (...parts: readonly string[]) => pathToFileURL(join(base, ...parts)).href

describe('reading', () => {
  const reading = () => createLocalFiles({ read: [url('in'), url('second')] })

  test.each<{ path: string; want: string }>([
    { path: 'a.txt', want: 'a' },
    { path: './deep/../a.txt', want: 'a' },
    { path: 'deep/b.txt', want: 'b' },
    { path: 'c.txt', want: 'c' },
    { path: 'leads-in.txt', want: 'a' },
    { path: 'leads-out.txt', want: 'absent' },
    { path: 'folder-out/secret.txt', want: 'absent' },
    { path: 'leads-to-hidden.txt', want: 'absent' },
    { path: '../elsewhere/secret.txt', want: 'absent' },
    { path: '../elsewhere/not-there.txt', want: 'absent' },
    { path: '/etc/passwd', want: 'absent' },
    { path: '/etc/not-there', want: 'absent' },
    { path: '.env', want: 'absent' },
    { path: '.hidden/key', want: 'absent' },
    { path: 'a.txt\0.png', want: 'absent' },
    { path: 'a.txt/', want: 'a' },
    { path: '', want: 'absent' },
    { path: '.', want: 'absent' },
    { path: 'deep', want: 'not-regular' },
  ])('$path', async ({ path, want }) => {
    const read = await reading().read(path, 100)
    expect(read.ok ? new TextDecoder().decode(read.value) : read.error.kind).toBe(want)
  })

  test('by an absolute path, also of a folder that is a link', async () => {
    const linked = createLocalFiles({ read: [url('linked-in')] })
    for (const path of [join(base, 'linked-in', 'a.txt'), join(base, 'in', 'a.txt')]) {
      expect((await linked.read(path, 100)).ok).toBe(true)
    }
  })

  test('not more than the limit', async () => {
    writeFileSync(join(base, 'in', 'big'), 'x'.repeat(101))
    expect(await reading().read('big', 100)).toEqual({ ok: false, error: { kind: 'too-large', limit: 100 } })
    expect((await reading().read('big', 101)).ok).toBe(true)
  })

  test.skipIf(process.platform === 'win32')('a FIFO is refused without waiting for a writer', async () => {
    execFileSync('mkfifo', [join(base, 'in', 'fifo')])
    expect(await reading().read('fifo', 100)).toEqual({ ok: false, error: { kind: 'not-regular' } })
  })

  test('a folder that is not there', async () => {
    expect(await createLocalFiles({ read: [url('gone')] }).read('a.txt', 1)).toMatchObject({
      error: { kind: 'absent' },
    })
  })
})

describe('saving', () => {
  const saving = () => createLocalFiles({ read: [], save: url('out') })
  const bytes = Uint8Array.of(1, 2, 3)

  test('a new file that only its owner can read', async () => {
    const path = join(base, 'out', 'report.pdf')
    expect(await saving().save('report.pdf', bytes)).toEqual({ ok: true, value: path })
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('nothing is overwritten, a link that leads nowhere or elsewhere included', async () => {
    writeFileSync(join(base, 'out', 'a.pdf'), 'old')
    symlinkSync(join(base, 'elsewhere', 'secret.txt'), join(base, 'out', 'a-2.pdf'))
    symlinkSync(join(base, 'elsewhere', 'new.txt'), join(base, 'out', 'a-3.pdf'))
    expect(await saving().save('a.pdf', bytes)).toEqual({ ok: true, value: join(base, 'out', 'a-4.pdf') })
    expect(readFileSync(join(base, 'out', 'a.pdf'), 'utf8')).toBe('old')
    expect(readdirSync(join(base, 'elsewhere'))).toEqual(['secret.txt'])
    expect(readFileSync(join(base, 'elsewhere', 'secret.txt'), 'utf8')).toBe('s')
  })

  test.each(['../evil.txt', '.bashrc', 'a/../../x', '..'])('not as %s', async (name) => {
    expect(await saving().save(name, bytes)).toEqual({ ok: false, error: { kind: 'denied' } })
    expect(readdirSync(join(base, 'out'))).toEqual([])
  })

  test.each([
    { folder: 'gone', want: 'no-folder' },
    { folder: 'in/a.txt', want: 'no-folder' },
  ])('$folder is no folder', async ({ folder, want }) => {
    expect(await createLocalFiles({ read: [], save: url(folder) }).save('x', bytes)).toMatchObject({
      error: { kind: want },
    })
  })

  test('unless a folder is named', async () => {
    expect(await createLocalFiles({ read: [url('in')] }).save('x', bytes)).toMatchObject({
      error: { kind: 'no-folder' },
    })
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder that is read-only', async () => {
    chmodSync(join(base, 'out'), 0o500)
    expect(await saving().save('x', bytes)).toEqual({ ok: false, error: { kind: 'denied' } })
  })
})
