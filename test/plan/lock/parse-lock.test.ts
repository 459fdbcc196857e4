import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../src/lib/sha256.ts'
import { lockText } from '../../../src/plan/lock/lock-text.ts'
import { lockUriOf } from '../../../src/plan/lock/lock-uri.ts'
import type { Lock } from '../../../src/plan/lock/model.ts'
import { parseLock } from '../../../src/plan/lock/parse-lock.ts'

const PINNED = { method: 'GET', path: '/jobs', limit: 9 }

async function lock(): Promise<Lock> {
  const operation = {
    operation: 'GET /jobs',
    sha256: await sha256('{"limit":9,"method":"GET","path":"/jobs"}'),
    toolSha256: await sha256('{"name":"listJobs"}'),
    pinned: PINNED,
    tool: { name: 'listJobs' },
  }
  const upstream = {
    contract: 'openapi.json',
    baseUrl: 'https://api.example',
    servers: [],
    auth: { type: 'none' },
    rules: { confirm: true },
    operations: new Map([['constructor', operation]]),
  }
  return { profiles: new Map([['__proto__', { rules: {}, upstreams: new Map([['', upstream]]) }]]) }
}

test('a lock is what its text says', async () => {
  const parsed = await parseLock(lockText(await lock()))
  expect(parsed).toEqual({ ok: true, value: await lock() })
})

describe('what is no lock', () => {
  test.each([
    ['nothing', () => '', 'it is not JSON'],
    ['no object', () => '[]', 'it is no object'],
    ['another version', (text: string) => text.replace('"version": 2', '"version": 3'), 'its version is not 2'],
    ['no version', () => '{"profiles":{}}', 'its version is not 2'],
    ['no rules', (text: string) => text.replace('"rules"', '"x"'), '"rules" of profile "__proto__" is no object'],
    ['no profiles', () => '{"version":2}', '"profiles" of it is no object'],
    [
      'a key twice',
      (text: string) => text.replace('"version"', '"version": 2, "version"'),
      'the key "version" is there twice',
    ],
    [
      'no hash',
      (text: string) => text.replace('"sha256"', '"sha1"'),
      '"constructor" of profile "__proto__" has no "sha256"',
    ],
    [
      'no hash of the tool',
      (text: string) => text.replace('"toolSha256"', '"x"'),
      '"constructor" of profile "__proto__" has no "toolSha256"',
    ],
    [
      'content that was edited',
      (text: string) => text.replace('"limit": 9', '"limit": 99'),
      'does not have the hash that it says',
    ],
    [
      'a tool that was edited',
      (text: string) => text.replace('"name": "listJobs"', '"name": "x"'),
      'does not have the hash that it says',
    ],
    [
      'no operations',
      (text: string) => text.replace('"operations"', '"ops"'),
      '"operations" of profile "__proto__" is no object',
    ],
    [
      'servers that are none',
      (text: string) => text.replace('"servers": []', '"servers": [1]'),
      'are no list of texts',
    ],
  ])('%s', async (_, edit, want) => {
    const parsed = await parseLock(edit(lockText(await lock())))
    expect(parsed).toEqual({ ok: false, error: { detail: expect.stringContaining(want) } })
  })
})

test('a lock of an older version is not one that was damaged', async () => {
  const older = lockText(await lock()).replace('"version": 2', '"version": 1')
  expect(await parseLock(older)).toEqual({ ok: false, error: { outdated: true } })
})

test.each([
  ['file:///home/ada/agent-profiles.json', 'file:///home/ada/agent-profiles.lock.json'],
  ['file:///home/ada/a%20b/profiles', 'file:///home/ada/a%20b/profiles.lock.json'],
  ['https://conf.example/x/p.json?v=1', 'https://conf.example/x/p.lock.json?v=1'],
])('beside %s is %s', (given, want) => {
  expect(lockUriOf(given)).toBe(want)
})
