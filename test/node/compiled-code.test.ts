import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createCompiledCode } from '../../src/node/compiled-code.ts'
import { createEnvironment } from '../../src/node/environment.ts'

const root = await mkdtemp(join(tmpdir(), 'drawbridge-code-'))
afterAll(() => rm(root, { recursive: true, force: true }))

const FILE = join(root, 'start.cjs')
const CODE =
  "const { sep } = require('node:path'); exports.answer = () => sep.length + 41; exports.more = () => drawbridgeImport('node:os')"

let folder = ''
let count = 0
beforeEach(async () => {
  folder = join(root, String(count++))
  await writeFile(FILE, CODE)
})

interface Loaded {
  readonly answer: () => number
  readonly more: () => Promise<object>
}

/** One run: what the file gives, and what is kept of it at the end. */
async function run(variables: Readonly<Record<string, string>> = {}): Promise<number> {
  const code = createCompiledCode(createEnvironment({ XDG_CACHE_HOME: folder, LOCALAPPDATA: folder, ...variables }))
  const { answer, more } = code.load(FILE) as Loaded // by CODE
  expect(await more()).toHaveProperty('tmpdir')
  const result = answer()
  code.keep()
  return result
}

async function kept(): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true }).catch(() => [])
  return found.filter((name) => name.endsWith('.code')).map((name) => join(folder, name))
}

test('is kept once, for this user alone, and runs from there', async () => {
  expect(await run()).toBe(42)
  const [path = '', ...others] = await kept()
  expect(others).toEqual([])
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  const before = await stat(path)
  expect(await run()).toBe(42)
  expect((await stat(path)).mtimeMs).toBe(before.mtimeMs)
})

test.each([
  ['damaged', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 200), Buffer.from('x'), bytes.subarray(201)])],
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
  ['empty', () => Buffer.alloc(0)],
])('what is %s is made again', async (_name, damage) => {
  await run()
  const [path = ''] = await kept()
  const whole = await readFile(path)
  await writeFile(path, damage(whole))
  expect(await run()).toBe(42)
  expect((await readFile(path)).length).toBeGreaterThan(100)
  expect(await run()).toBe(42)
})

test('another text is other code, and takes its place', async () => {
  await run()
  // as long as the first, which is all that the engine compares
  await writeFile(FILE, CODE.replace('41', '57'))
  expect(await run()).toBe(58)
  expect((await kept()).length).toBe(1)
})

test('nothing is kept where node is told to keep nothing, or where the folder can not be', async () => {
  expect(await run({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe(42)
  expect(await kept()).toEqual([])
  await writeFile(folder, '')
  expect(await run()).toBe(42)
})

test('a script that it imports is run and kept in the same way, each beside the other', async () => {
  const other = join(root, 'library.cjs')
  const importing = "exports.answer = () => 42; exports.more = () => drawbridgeImport('./library.cjs')"
  await writeFile(FILE, importing)
  await writeFile(other, 'exports.tmpdir = __filename')
  expect(await run()).toBe(42)
  const before = await kept()
  expect(before.map((path) => basename(path).replace(/-[0-9a-f]{64}\.code$/, '')).sort()).toEqual([
    'library.cjs',
    'start.cjs',
  ])
  await writeFile(other, 'exports.tmpdir = typeof __filename')
  expect(await run()).toBe(42)
  const after = await kept()
  expect(after).toHaveLength(2)
  expect(after.filter((path) => before.includes(path)).map((path) => basename(path))).toEqual([
    expect.stringMatching(/^start/),
  ])
})
