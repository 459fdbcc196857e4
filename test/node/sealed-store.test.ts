import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createSealedStore } from '../../src/node/sealed-store.ts'

const KEY = new Uint8Array(32).fill(7)
const VALUE = { root: { é: [1, 'two', null] }, words: [] }

const root = await mkdtemp(join(tmpdir(), 'drawbridge-sealed-'))
afterAll(() => rm(root, { recursive: true, force: true }))

let folder = ''
let count = 0
beforeEach(() => {
  folder = join(root, String(count++), 'contracts')
})

function open(key: Uint8Array | undefined = KEY, limits?: { readonly files: number; readonly bytes: number }) {
  return createSealedStore({ folder, key: async () => key, ...(limits === undefined ? {} : { limits }) })
}

async function keep(name: string, store = open()): Promise<void> {
  store.keep(name, () => VALUE)
  await store.settle()
}

async function onlyFile(): Promise<string> {
  const [name, ...others] = await readdir(folder)
  expect(others).toEqual([])
  return join(folder, name ?? '')
}

test('gives back what was kept, to another process as well', async () => {
  await keep('a')
  expect(await open().read('a')).toEqual(VALUE)
  expect(await open().read('b')).toBeUndefined()
})

test('no key is asked for where nothing is kept', async () => {
  let asked = 0
  const store = createSealedStore({ folder, key: async () => (asked++ === 0 ? KEY : undefined) })
  expect(await store.read('a')).toBeUndefined()
  expect(asked).toBe(0)
})

test.skipIf(process.platform === 'win32')('nobody else can read it', async () => {
  await keep('a')
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(await onlyFile())).mode & 0o777).toBe(0o600)
})

/** Each makes of a good file what must not be believed. */
const DAMAGE: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  empty: (path) => writeFile(path, ''),
  'cut off': async (path) => writeFile(path, (await readFile(path, 'utf8')).slice(0, -3)),
  'changed by hand': async (path) => writeFile(path, (await readFile(path, 'utf8')).replace('two', 'six')),
  'no JSON at all': (path) => writeFile(path, 'hello'),
  'a folder': async (path) => {
    await rm(path)
    await mkdir(path)
  },
}

test.each(Object.keys(DAMAGE))('%s counts as nothing, and is replaced', async (name) => {
  await keep('a')
  await DAMAGE[name]?.(await onlyFile())
  expect(await open().read('a')).toBeUndefined()
  if (name === 'a folder') return
  await keep('a')
  expect(await open().read('a')).toEqual(VALUE)
})

test('what has the name of another value counts as nothing', async () => {
  await keep('a')
  const path = await onlyFile()
  await keep('b')
  const other = (await readdir(folder)).map((name) => join(folder, name)).find((one) => one !== path)
  await rename(path, other ?? '')
  expect(await open().read('b')).toBeUndefined()
})

test('what another installation sealed counts as nothing', async () => {
  await keep('a', open(new Uint8Array(32).fill(8)))
  expect(await open().read('a')).toBeUndefined()
})

test.skipIf(process.platform === 'win32')('a link is not followed', async () => {
  await keep('a')
  const path = await onlyFile()
  await rename(path, join(folder, 'elsewhere'))
  await symlink(join(folder, 'elsewhere'), path)
  expect(await open().read('a')).toBeUndefined()
})

test('without a key, or a folder that can be made, nothing is kept and nothing breaks', async () => {
  await keep('a', createSealedStore({ folder, key: async () => undefined }))
  await expect(readdir(folder)).rejects.toThrow('ENOENT')
  await writeFile(join(root, 'file'), '')
  const nowhere = createSealedStore({ folder: join(root, 'file', 'contracts'), key: async () => KEY })
  await keep('a', nowhere)
  expect(await nowhere.read('a')).toBeUndefined()
})

// root may write everywhere
test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder that is read only', async () => {
  await keep('a')
  await chmod(folder, 0o500)
  await keep('b')
  expect(await open().read('a')).toEqual(VALUE)
  await chmod(folder, 0o700)
})

test.each([
  { what: 'files', limits: { files: 2, bytes: 1_000_000 }, want: ['c', 'b'] },
  { what: 'bytes', limits: { files: 9, bytes: 250 }, want: ['c', 'b'] },
])('too many $what: the oldest go', async ({ limits, want }) => {
  const store = open(KEY, limits)
  for (const [age, name] of ['a', 'b', 'c'].entries()) {
    const before = new Set(await readdir(folder).catch(() => []))
    await keep(name, store)
    const [added = ''] = (await readdir(folder)).filter((one) => !before.has(one))
    await utimes(join(folder, added), 1_000 + age, 1_000 + age)
  }
  await keep('c', store)
  expect((await store.list()).length).toBe(2)
  for (const name of want) expect(await store.read(name)).toEqual(VALUE)
  expect(await store.read('a')).toBeUndefined()
})

test('what makes a value may fail', async () => {
  const store = open()
  store.keep('a', () => {
    throw new Error('broken')
  })
  store.keep('b', () => VALUE)
  await store.settle()
  expect(await store.read('b')).toEqual(VALUE)
})

test('several that keep the same at the same time leave one whole file', async () => {
  await Promise.all(Array.from({ length: 8 }, () => keep('a')))
  expect(await open().read('a')).toEqual(VALUE)
  await onlyFile()
})

test('clear removes them', async () => {
  await keep('a')
  await keep('b')
  expect(await open().clear()).toBe(2)
  expect(await open().list()).toEqual([])
})
