/** What is kept of a contract gives the same as the contract: tools, bindings, what the lock pins, and every warning. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadContract, loadProfile, loadProfiles } from '../../src/bridge/load.ts'
import type { LoadedProfile } from '../../src/bridge/loaded-profile.ts'
import type { Documents, MarkedDocuments, Store } from '../../src/bridge/ports.ts'
import type { JsonValue } from '../../src/lib/json.ts'
import { createDocuments } from '../../src/node/documents.ts'
import { type Checked, pass } from '../../src/problem/checked.ts'
import { lockProfile } from '../../src/tool/lock/lock-profile.ts'

const PROFILES = 'file:///kept/agent-profiles.json'

/** The files of this machine, and how often one was read whole. */
function counted() {
  const files = createDocuments({ version: '0.0.0-test' })
  let whole = 0
  const documents: MarkedDocuments = {
    read: (uri, options) => {
      whole++
      return files.read(uri, options)
    },
    readUnless: files.readUnless,
  }
  return { documents, whole: () => whole }
}

/** As the files of the user's cache do, but at once and in memory. */
function memory(): Store & { readonly values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    values,
    read: async (name): Promise<JsonValue | undefined> => {
      const text = values.get(name)
      return text === undefined ? undefined : JSON.parse(text)
    },
    keep: (name, make) => void values.set(name, JSON.stringify(make())),
  }
}

async function profileOf(contract: string, operations: readonly string[]) {
  const tools = operations.map((operation, index) => ({
    operation,
    name: `op_${index}`,
    internal: true,
    access: /^(GET|HEAD|OPTIONS|QUERY) /.test(operation) ? 'read' : 'write',
  }))
  const profile = {
    title: 'kept',
    upstream: { kind: 'openapi', contract, baseUrl: 'https://api.example' },
    auth: { type: 'bearer', token: { env: 'TOKEN' }, applies: 'always' },
    tools,
  }
  const text = JSON.stringify({ version: 1, profiles: { p: profile } })
  const profiles = await loadProfiles(PROFILES, { read: async (uri) => pass({ uri, bytes: Buffer.from(text) }) })
  if (!profiles.ok) throw new Error(JSON.stringify(profiles.problems[0]))
  const read = profiles.value.file.profiles.get('p')
  if (read === undefined) throw new Error('the profile was not read')
  return { profile: read, profiles: profiles.value }
}

async function load(contract: string, operations: readonly string[], documents: Documents, stored?: Store) {
  const { profile, profiles } = await profileOf(contract, operations)
  const marked = documents as MarkedDocuments // these tests give no others
  return loadProfile(profile, profiles, {
    documents,
    allowedReferences: 'same-directory',
    ...(stored === undefined ? {} : { stored: { store: stored, documents: marked, version: '1' } }),
  })
}

/** Those that pass the check, by their keys. */
async function provable(contract: string): Promise<readonly string[]> {
  const { documents } = counted()
  const { profile } = await profileOf(contract, ['GET /'])
  const [upstream] = profile.upstreams.values()
  if (upstream === undefined) throw new Error('a profile has an upstream')
  const read = await loadContract(profile, upstream, { documents, allowedReferences: 'same-directory' })
  if (!read.ok) return []
  let keys: readonly string[] = [...new Set(read.value.contract.operations.map(({ key }) => key))]
  for (;;) {
    const tried = await load(contract, keys, documents)
    if (tried.ok) return keys
    const bad = new Set(tried.problems.filter(({ severity }) => severity === 'error').map((one) => one.operation))
    const left = keys.filter((key) => !bad.has(key))
    if (left.length === keys.length || left.length === 0) return []
    keys = left
  }
}

async function described(loaded: Checked<LoadedProfile>) {
  if (!loaded.ok) return loaded.problems
  const { profile, upstreams, tools } = loaded.value
  const lock = await lockProfile(profile, PROFILES, upstreams)
  return { tools: [...tools.values()], lock, problems: loaded.problems }
}

async function expectSame(contract: string, operations: readonly string[]): Promise<void> {
  const { documents, whole } = counted()
  const store = memory()
  const read = await load(contract, operations, documents, store)
  expect(read.ok).toBe(true)
  const before = whole()
  const kept = await load(contract, operations, documents, store)
  expect(whole()).toBe(before)
  expect(JSON.stringify(await described(kept), plain)).toBe(JSON.stringify(await described(read), plain))
}

function plain(_name: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value
}

/** All at once, some in another order, and one alone. */
async function expectSameForAll(contract: string): Promise<void> {
  const all = await provable(contract)
  if (all.length === 0) return
  await expectSame(contract, all)
  await expectSame(contract, all.filter((_, index) => index % 7 === 0).toReversed())
  await expectSame(contract, all.slice(-1))
}

const HERE = new URL('../../', import.meta.url)

describe('of our fixtures', () => {
  test.each([
    'fixtures/geargenius/technician-openapi.json',
    'fixtures/geargenius/manager-openapi.json',
    'fixtures/geopera/openapi.json',
    'fixtures/neonpanel/openapi.yaml',
    'test/contract/petstore/petstore-2.0.json',
    'test/contract/petstore/petstore-3.0.yaml',
    'test/contract/petstore/petstore-3.1.yaml',
    'test/contract/petstore/petstore-3.2.yaml',
    'test/fixtures/contracts/orders.json',
  ])('%s', async (path) => {
    const { href } = new URL(path, HERE)
    expect(await provable(href)).not.toEqual([])
    await expectSameForAll(href)
  })
})

const CORPUS = new URL('../shared/corpus/', HERE)

// the corpus is not part of this repository
describe.skipIf(!existsSync(CORPUS))('of real documents, where the corpus is at hand', () => {
  // a list of samples
  const samples = existsSync(CORPUS)
    ? (JSON.parse(readFileSync(new URL('manifest.json', CORPUS), 'utf8')) as { readonly entry: string }[])
    : []
  test.each(samples.map(({ entry }) => entry))('%s', { timeout: 120_000 }, async (entry) => {
    await expectSameForAll(new URL(entry, CORPUS).href)
  })
})
