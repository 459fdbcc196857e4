import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeAuditLine } from '../../src/bridge/audit-line.ts'
import { openAuditFile } from '../../src/node/audit-file.ts'
import { createFingerprint, sha256 } from '../../src/node/digests.ts'
import { readInstallKey } from '../../src/node/install-key.ts'
import { readLines } from '../../src/node/read-lines.ts'
import { stateFolder } from '../../src/node/state-folder.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bridge-audit-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let files = 0
const path = () => join(folder, `audit-${files++}.jsonl`)
const posix = process.platform !== 'win32'
const modeOf = async (of: string) => ((await stat(of)).mode & 0o777).toString(8)
const place = { run: 'a', seq: 0, time: '', profile: 'p', previous: null }
const { line: LINE, hash: HASH } = writeAuditLine({ status: 'opened' }, place, sha256)

async function opened(at: string) {
  const log = await openAuditFile(at)
  if (!log.ok) throw new Error(log.error)
  return log.value
}

describe('a log file', () => {
  test('is made, for its owner alone, and gets line after line', async () => {
    const at = path()
    const log = await opened(at)
    expect(log.last).toBeUndefined()
    expect([await log.append('one\n', true), await log.append('two\n', false)]).toEqual([{ ok: true }, { ok: true }])
    await log.close()
    expect(await readFile(at, 'utf8')).toBe('one\ntwo\n')
    if (posix) expect(await modeOf(at)).toBe('600')
  })

  test('that is there is gone on with, and closed to others', async () => {
    const at = path()
    await writeFile(at, `${LINE}\n`, { mode: 0o644 })
    const log = await opened(at)
    expect(log.last).toBe(HASH)
    await log.append('two\n', false)
    await log.close()
    expect(await readFile(at, 'utf8')).toBe(`${LINE}\ntwo\n`)
    if (posix) expect(await modeOf(at)).toBe('600')
  })

  test('whose last line breaks off gets a new line', async () => {
    const at = path()
    await writeFile(at, `${LINE}\n${LINE.slice(0, 40)}`)
    const log = await opened(at)
    expect(log.last).toBe(HASH)
    await log.append('two\n', false)
    await log.append('three\n', false)
    await log.close()
    expect(await readFile(at, 'utf8')).toBe(`${LINE}\n${LINE.slice(0, 40)}\ntwo\nthree\n`)
  })

  test.each<{ name: string; content: string }>([
    { name: 'text', content: 'export PATH=/bin\n' },
    { name: 'a text without a line end', content: 'secret' },
    { name: 'other JSON lines', content: '{"a":1}\n' },
    { name: 'one half entry', content: LINE.slice(0, 40) },
  ])('that holds $name is refused and left alone', async ({ content }) => {
    const at = path()
    await writeFile(at, content, { mode: 0o644 })
    expect(await openAuditFile(at)).toEqual({ ok: false, error: 'the file holds something else' })
    expect(await readFile(at, 'utf8')).toBe(content)
    if (posix) expect(await modeOf(at)).toBe('644')
  })

  test('in no folder, or that is a folder, is refused', async () => {
    expect(await openAuditFile(join(folder, 'none', 'audit.jsonl'))).toMatchObject({ ok: false })
    expect(await openAuditFile(folder)).toEqual({ ok: false, error: 'it is not a regular file' })
  })

  test.skipIf(!posix)('that is a link, a device or a FIFO is refused without waiting', async () => {
    const [target, symbolic, fifo] = [path(), path(), path()]
    await writeFile(target, '')
    await symlink(target, symbolic)
    execFileSync('mkfifo', [fifo])
    expect(await openAuditFile(symbolic)).toEqual({ ok: false, error: 'it is a symbolic link' })
    expect(await readLines(fifo)).toEqual({ ok: false, error: 'it is not a regular file' })
    expect(await openAuditFile(fifo)).toEqual({ ok: false, error: 'it is not a regular file' })
    expect(await openAuditFile('/dev/null')).toEqual({ ok: false, error: 'it is not a regular file' })
  })

  test.skipIf(!posix)('that is taken away while it is in use takes no more lines', async () => {
    const at = path()
    const log = await opened(at)
    await log.append('one\n', false)
    await rename(at, `${at}.1`)
    expect(await log.append('two\n', false)).toMatchObject({ ok: false, error: expect.stringContaining('ENOENT') })
    await writeFile(at, '')
    expect(await log.append('two\n', false)).toMatchObject({ ok: false, error: expect.stringContaining('replaced') })
    await log.close()
    expect(await readFile(`${at}.1`, 'utf8')).toBe('one\n')
  })
})

describe('the key of this installation', () => {
  test('is one for all who ask at the same time, and stays', async () => {
    const home = join(folder, 'home', 'state')
    const keys = await Promise.all(Array.from({ length: 8 }, () => readInstallKey(home)))
    const hex = new Set(keys.map((key) => (key.ok ? Buffer.from(key.value).toString('hex') : key.error)))
    expect(hex.size).toBe(1)
    expect([...hex][0]).toMatch(/^[0-9a-f]{64}$/)
    if (posix) expect([await modeOf(home), await modeOf(join(home, 'audit-key'))]).toEqual(['700', '600'])
  })

  test.skipIf(!posix)('is closed to others, and not read through a link', async () => {
    const [home, other] = [join(folder, 'home-a'), join(folder, 'home-b')]
    await readInstallKey(home)
    await chmod(join(home, 'audit-key'), 0o644)
    expect(await readInstallKey(home)).toMatchObject({ ok: true })
    expect(await modeOf(join(home, 'audit-key'))).toBe('600')
    await readInstallKey(other)
    await rm(join(other, 'audit-key'))
    await symlink(join(home, 'audit-key'), join(other, 'audit-key'))
    expect(await readInstallKey(other)).toMatchObject({ ok: false, error: expect.stringContaining('ELOOP') })
  })

  test.each(['', 'x'.repeat(64), 'ab'.repeat(31)])('is not %j', async (content) => {
    const home = await mkdtemp(join(folder, 'key-'))
    await writeFile(join(home, 'audit-key'), content)
    expect(await readInstallKey(home)).toMatchObject({ ok: false, error: expect.stringContaining('a key') })
  })

  test('makes fingerprints that differ from those of another', () => {
    const texts = ['The quick brown fox jumps over the lazy dog', 'a']
    const keys = ['key', 'other'].map((key) => new TextEncoder().encode(key))
    const made = keys.flatMap((key) => texts.map(createFingerprint(key)))
    expect(made[0]).toBe('f7bc83f430538424')
    expect(new Set(made).size).toBe(4)
  })
})

test.each<{ platform: NodeJS.Platform; variables: Record<string, string>; want: RegExp }>([
  { platform: 'linux', variables: { XDG_STATE_HOME: '/state' }, want: /^\/state\/drawbridge$/ },
  { platform: 'linux', variables: { XDG_STATE_HOME: 'relative' }, want: /\/\.local\/state\/drawbridge$/ },
  { platform: 'darwin', variables: {}, want: /\/Library\/Application Support\/drawbridge$/ },
  { platform: 'win32', variables: { LOCALAPPDATA: '/local' }, want: /\/local\/drawbridge$/ },
])('the state folder of $platform with $variables', ({ platform, variables, want }) => {
  const folderOf = stateFolder({ get: (name) => variables[name] }, platform)
  expect(folderOf.replaceAll('\\', '/')).toMatch(want)
})

test.each<{ content: string; want: readonly (readonly [string, boolean])[] }>([
  { content: '', want: [] },
  {
    content: 'a\nb\n',
    want: [
      ['a', true],
      ['b', true],
    ],
  },
  {
    content: 'a\n\nb',
    want: [
      ['a', true],
      ['', true],
      ['b', false],
    ],
  },
  {
    content: `${'x'.repeat(300_000)}\ny\n`,
    want: [
      ['', true],
      ['y', true],
    ],
  },
])('the lines of a file %#', async ({ content, want }) => {
  const at = path()
  await writeFile(at, content)
  const lines: (readonly [string, boolean])[] = []
  const read = await readLines(at)
  for await (const { text, whole } of read.ok ? read.value : []) lines.push([text.length > 60_000 ? '' : text, whole])
  expect(lines).toEqual(want)
})
