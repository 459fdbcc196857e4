import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createCredentialStore } from '../../src/node/credential-store.ts'
import { openKeychain } from '../../src/node/keychain.ts'
import { withProcessLock } from '../../src/node/process-lock.ts'
import type { SignInRecord } from '../../src/node/sign-in-record.ts'
import { readRecord } from '../../src/node/sign-in-record.ts'
import { pass } from '../../src/problem/checked.ts'

const RECORD: SignInRecord = {
  version: 1,
  profile: 'jobs',
  server: { issuer: 'https://id.example', tokenUrl: 'https://id.example/token' },
  clientId: 'cli',
  accessToken: 'fake-access',
  refreshToken: 'fake-refresh',
  signedInAt: 1,
}

const root = await mkdtemp(join(tmpdir(), 'bridge-store-'))
afterAll(() => rm(root, { recursive: true, force: true }))

let folder = ''
let count = 0
beforeEach(() => {
  folder = join(root, String(count++), 'credentials')
})

const path = (): string => join(folder, 'key.json')

/** What the optional package would be, with its entries in memory. */
function fakeKeyring(entries = new Map<string, string>(), broken = false) {
  return () => ({
    Entry: class {
      readonly name: string
      constructor(service: string, account: string) {
        this.name = `${service}/${account}`
      }
      getPassword() {
        if (broken) throw new Error('no session: fake-access')
        return entries.get(this.name) ?? null
      }
      setPassword(text: string) {
        entries.set(this.name, text)
      }
      deletePassword() {
        return entries.delete(this.name)
      }
    },
  })
}

describe('files', () => {
  test('are the owner’s alone, whole, and gone when they are forgotten', async () => {
    const store = createCredentialStore(folder, undefined)
    expect(await store.read('key')).toEqual(pass(undefined))
    expect((await store.write('key', RECORD, true)).ok).toBe(true)
    expect(await store.read('key')).toEqual(pass({ record: RECORD, where: 'file', place: path() }))
    expect([(await stat(folder)).mode & 0o777, (await stat(path())).mode & 0o777]).toEqual([0o700, 0o600])
    expect(await readdir(folder)).toEqual(['key.json'])
    expect([await store.remove('key'), await store.remove('key')]).toEqual([pass(true), pass(false)])
  })

  test('are only written where that is accepted', async () => {
    const written = await createCredentialStore(folder, undefined).write('key', RECORD, false)
    expect(written.problems[0]?.code).toBe('KEYCHAIN_MISSING')
  })

  test('that others can read are made private', async () => {
    const store = createCredentialStore(folder, undefined)
    await store.write('key', RECORD, true)
    await chmod(path(), 0o644)
    await chmod(folder, 0o755)
    expect((await store.read('key')).ok).toBe(true)
    expect((await stat(path())).mode & 0o777).toBe(0o600)
    await store.write('key', RECORD, true)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  test.each<[string, () => Promise<unknown>]>([
    ['a link', () => symlink('/etc/hostname', path())],
    ['a folder', () => mkdir(path())],
    ['half a record', () => writeFile(path(), JSON.stringify(RECORD).slice(0, 60))],
    ['another record', () => writeFile(path(), JSON.stringify({ ...RECORD, version: 2 }))],
    ['an empty file', () => writeFile(path(), '')],
  ])('%s is not read', async (_, make) => {
    await mkdir(folder, { recursive: true })
    await make()
    expect((await createCredentialStore(folder, undefined).read('key')).problems[0]?.code).toBe(
      'CREDENTIAL_STORE_UNUSABLE',
    )
  })

  test('a folder that is a link is not written to', async () => {
    await mkdir(join(folder, '..'), { recursive: true })
    await symlink(tmpdir(), folder)
    const written = await createCredentialStore(folder, undefined).write('key', RECORD, true)
    expect(written.problems[0]?.code).toBe('CREDENTIAL_STORE_UNUSABLE')
  })
})

describe('a keychain', () => {
  test('goes before files, and replaces them', async () => {
    const entries = new Map<string, string>()
    await createCredentialStore(folder, undefined).write('key', RECORD, true)
    const store = createCredentialStore(folder, openKeychain(fakeKeyring(entries)))
    expect(await store.write('key', { ...RECORD, accessToken: 'fake-newer' }, false)).toMatchObject({
      value: { where: 'keychain' },
    })
    expect(await readdir(folder)).toEqual([])
    expect(await store.read('key')).toMatchObject({ value: { record: { accessToken: 'fake-newer' } } })
    expect(await store.remove('key')).toEqual(pass(true))
    expect(entries.size).toBe(0)
  })

  test.each<[string, (name: string) => unknown]>([
    [
      'is not installed',
      () => {
        throw new Error('MODULE_NOT_FOUND')
      },
    ],
    ['is something else', () => ({ Entry: 1 })],
    ['has nothing behind it', fakeKeyring(new Map(), true)],
  ])('that %s is none', (_, load) => {
    expect(openKeychain(load)).toBeUndefined()
  })

  test('that refuses later says so without its words', async () => {
    const keychain = openKeychain(fakeKeyring())
    const refusing = keychain && {
      ...keychain,
      write: () => {
        throw new Error('fake-access')
      },
    }
    const written = await createCredentialStore(folder, refusing).write('key', RECORD, false)
    expect(JSON.stringify(written)).toMatch(/UNUSABLE(?!.*fake-access)/)
  })
})

test.each<[string, object]>([
  ['http', { server: { ...RECORD.server, tokenUrl: 'http://id.example/token' } }],
  ['no token', { accessToken: '' }],
  ['a time that is none', { renewAt: 'soon' }],
  ['scopes that are none', { scopes: 'a b' }],
])('a record with %s is none', (_, change) => {
  expect(readRecord(JSON.stringify(RECORD))).toEqual(RECORD)
  expect(readRecord(JSON.stringify({ ...RECORD, ...change }))).toBeUndefined()
})

describe('the lock', () => {
  const lock = (): string => join(folder, 'lock')
  beforeEach(() => mkdir(folder, { recursive: true }))

  test('lets one in at a time', async () => {
    let inside = 0
    let most = 0
    const work = async (): Promise<number> => {
      inside++
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return inside--
    }
    await Promise.all(Array.from({ length: 6 }, () => withProcessLock(lock(), work)))
    expect([most, await readdir(folder)]).toEqual([1, []])
  })

  test.each<[string, () => Promise<unknown>]>([
    ['a process that has ended', async () => writeFile(lock(), `999999999 ${(await import('node:os')).hostname()} x`)],
    [
      'another machine, long ago',
      async () => {
        await writeFile(lock(), '1 elsewhere x')
        const past = Date.now() / 1000 - 31
        await utimes(lock(), past, past)
      },
    ],
  ])('that is left by %s is taken over', async (_, leave) => {
    await leave()
    expect(await Promise.all([1, 2, 3].map((n) => withProcessLock(lock(), async () => n)))).toEqual([1, 2, 3])
  })

  test('of somebody else is left alone at the end', async () => {
    await withProcessLock(lock(), () => writeFile(lock(), '1 elsewhere x'))
    expect(await readFile(lock(), 'utf8')).toBe('1 elsewhere x')
  })
})
