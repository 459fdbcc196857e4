/** The text of a lock file → the lock, if it is whole and its content has the digests that it says. */
import { canonicalJson } from '../../lib/canonical-json.ts'
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../../lib/json.ts'
import { parseExactJson } from '../../lib/parse-exact-json.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { sha256 as digest } from '../../lib/sha256.ts'
import { LOCK_VERSION, type Lock, type LockedOperation, type LockedProfile, type LockedUpstream } from './model.ts'

/** `outdated`: whole perhaps, but of a version that pinned less. Else a detail for LOCK_MALFORMED. */
export type LockFault = { readonly outdated: true } | { readonly detail: string }

/** A digest that the content does not have is a fault: somebody edited the file. */
export async function parseLock(text: string): Promise<Result<Lock, LockFault>> {
  const parsed = parseExactJson(text)
  if (!parsed.ok) {
    const isTwice = parsed.error.kind === 'duplicate-key'
    return failure({ detail: isTwice ? `the key "${parsed.error.key}" is there twice` : 'it is not JSON' })
  }
  try {
    const file = objectIn(parsed.value, 'it')
    const version = member(file, 'version')
    if (typeof version === 'number' && version >= 1 && version < LOCK_VERSION) return failure({ outdated: true })
    if (version !== LOCK_VERSION) throw new Fault(`its version is not ${LOCK_VERSION}`)
    const profiles = Object.entries(objectAt(file, 'profiles', 'it'))
    return success({ profiles: new Map(await inTurn(profiles, readProfile)) })
  } catch (error) {
    if (error instanceof Fault) return failure({ detail: error.message })
    throw error
  }
}

/** Ends the reading; never leaves this file. */
class Fault extends Error {}

async function readProfile(id: string, value: JsonValue): Promise<LockedProfile> {
  const what = `profile "${id}"`
  const profile = objectIn(value, what)
  const named = member(profile, 'upstreams')
  if (named === undefined) return { rules: {}, upstreams: new Map([['', await readUpstream(profile, what)]]) }
  const upstreams = Object.entries(objectIn(named, `"upstreams" of ${what}`))
  const read = (name: string, one: JsonValue) => readUpstream(one, `upstream "${name}" of ${what}`)
  return { rules: objectAt(profile, 'rules', what), upstreams: new Map(await inTurn(upstreams, read)) }
}

async function readUpstream(value: JsonValue, what: string): Promise<LockedUpstream> {
  const upstream = objectIn(value, what)
  const baseUrl = member(upstream, 'baseUrl')
  const servers = member(upstream, 'servers')
  if (baseUrl !== undefined && typeof baseUrl !== 'string') throw new Fault(`the "baseUrl" of ${what} is no text`)
  if (!isArray(servers) || !servers.every((server) => typeof server === 'string')) {
    throw new Fault(`the "servers" of ${what} are no list of texts`)
  }
  const operations = Object.entries(objectAt(upstream, 'operations', what))
  return {
    contract: textAt(upstream, 'contract', what),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    servers,
    auth: objectAt(upstream, 'auth', what),
    rules: objectAt(upstream, 'rules', what),
    operations: new Map(await inTurn(operations, (reference, one) => readOperation(reference, one, what))),
  }
}

async function readOperation(reference: string, value: JsonValue, within: string): Promise<LockedOperation> {
  const what = `"${reference}" of ${within}`
  const entry = objectIn(value, what)
  const locked: LockedOperation = {
    operation: textAt(entry, 'operation', what),
    sha256: textAt(entry, 'sha256', what),
    toolSha256: textAt(entry, 'toolSha256', what),
    pinned: objectAt(entry, 'pinned', what),
    tool: objectAt(entry, 'tool', what),
  }
  const [pinned, tool] = await Promise.all([locked.pinned, locked.tool].map((part) => digest(canonicalJson(part))))
  if (pinned !== locked.sha256 || tool !== locked.toolSha256)
    throw new Fault(`${what} does not have the hash that it says`)
  return locked
}

/** One after another: a lock has megabytes where contracts are large. */
async function inTurn<V>(
  entries: readonly (readonly [string, JsonValue])[],
  read: (name: string, value: JsonValue) => Promise<V>,
): Promise<readonly (readonly [string, V])[]> {
  const result: (readonly [string, V])[] = []
  for (const [name, value] of entries) result.push([name, await read(name, value)])
  return result
}

function objectIn(value: JsonValue | undefined, what: string): JsonObject {
  if (!isObject(value)) throw new Fault(`${what} is no object`)
  return value
}

function objectAt(parent: JsonObject, name: string, what: string): JsonObject {
  return objectIn(member(parent, name), `"${name}" of ${what}`)
}

function textAt(parent: JsonObject, name: string, what: string): string {
  const value = member(parent, name)
  if (typeof value !== 'string') throw new Fault(`${what} has no "${name}"`)
  return value
}
