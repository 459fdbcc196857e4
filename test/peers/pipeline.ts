/** An API as a plain object and an allowlist → the tools of it, and the request of a call as it would stand on the wire. */
import { authorise } from '../../src/auth/apply.ts'
import { readCredentials } from '../../src/auth/credentials.ts'
import { loadProfile, loadProfiles } from '../../src/bridge/load.ts'
import type { LoadedProfile } from '../../src/bridge/loaded-profile.ts'
import type { Documents } from '../../src/bridge/ports.ts'
import { prepareRequest } from '../../src/bridge/prepare-request.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { type Checked, pass, refuse } from '../../src/problem/checked.ts'
import { type Problem, problem } from '../../src/problem/problem.ts'
import { credentialsIn } from '../../src/profile/issued.ts'
import type { Tool } from '../../src/tool/model.ts'

export const API = 'https://api.example'
const CONTRACT = `${API}/openapi.json`
const PROFILES = 'file:///peers/agent-profiles.json'

export interface Api {
  /** Path items by path. */
  readonly paths: Readonly<Record<string, object>>
  readonly components?: object
  /** Further members of the document, or in place of the usual ones. */
  readonly document?: object
  /** Every operation, unless given. */
  readonly tools?: readonly (string | object)[]
  /** `null` leaves the base to the contract's servers. */
  readonly baseUrl?: string | null
  readonly auth?: object
  /** Further members of the profile. */
  readonly profile?: object
}

/** One operation and one call of it. */
export interface Call extends Omit<Api, 'paths' | 'tools'> {
  /** `GET /x/{id}`. */
  readonly on: string
  readonly parameters?: readonly object[]
  /** The schema of a required JSON body. */
  readonly body?: unknown
  /** Further members of the operation. */
  readonly operation?: object
  /** Further members of the allowlist entry. */
  readonly entry?: object
  readonly args?: JsonObject
}

const EVERY_SECRET = 'fake-secret-of-'

/** Each secret is `fake-secret-of-` and the name of its variable. */
const VARIABLES = { get: (name: string) => `${EVERY_SECRET}${name}` }

/** The check of an allowlist: everything from the texts of both files on. */
export async function load(api: Api, read: string[] = []): Promise<Checked<LoadedProfile>> {
  const texts = new Map([
    [CONTRACT, JSON.stringify(documentOf(api))],
    [PROFILES, JSON.stringify(profilesOf(api))],
  ])
  const documents: Documents = {
    read: async (uri, { source }) => {
      read.push(uri)
      const text = texts.get(uri)
      if (text !== undefined) return pass({ uri, bytes: Buffer.from(text) })
      return refuse(problem('CONTRACT_UNREACHABLE', { source, uri }, { detail: 'no such document' }))
    },
  }
  const profiles = await loadProfiles(PROFILES, documents)
  if (!profiles.ok) return profiles
  const profile = profiles.value.file.profiles.get('p')
  if (profile === undefined) throw new Error('the profile was not read')
  return loadProfile(profile, profiles.value, { documents })
}

/** `tool names`, or `check: CODES` where the check fails. */
export async function surface(api: Api): Promise<string> {
  const loaded = await load(api)
  return loaded.ok ? [...loaded.value.tools.keys()].join(' ') : `check: ${codes(loaded.problems)}`
}

/** The tools by name; throws where the check fails. */
export async function toolsOf(api: Api): Promise<ReadonlyMap<string, Tool>> {
  const loaded = await load(api)
  if (!loaded.ok) throw new Error(`check: ${codes(loaded.problems)} ${JSON.stringify(loaded.problems)}`)
  return loaded.value.tools
}

/** The one tool of one operation. */
export async function toolOf(given: Omit<Call, 'args'>): Promise<Tool> {
  const [tool] = (await toolsOf(apiOf(given))).values()
  if (tool === undefined) throw new Error('no tool')
  return tool
}

/** `check` where the check fails, `refused` where the call is, else the request; JSON and `accept` are not mentioned. */
export async function wire(given: Call): Promise<string> {
  return sent(apiOf(given), given.args ?? {})
}

/** The same for a tool among several, the first one unless it is named. */
export async function sent(api: Api, args: JsonObject, name?: string): Promise<string> {
  const loaded = await load(api)
  if (!loaded.ok) return `check: ${codes(loaded.problems)}`
  const { upstreams, tools } = loaded.value
  const tool = name === undefined ? [...tools.values()][0] : tools.get(name)
  if (tool === undefined) throw new Error(`no tool ${name}`)
  const prepared = await prepareRequest(tool, args, undefined)
  if (!prepared.ok) return `refused: ${prepared.problems.map(faultsOf).join()}`
  const credentials = readCredentials(
    upstreams.flatMap(({ plan }) => credentialsIn(plan.upstream.auth)),
    VARIABLES,
  )
  if (!credentials.ok) throw new Error(codes(credentials.problems))
  const request = authorise(prepared.value, tool.planned.credentials, credentials.value)
  const { method, origin, target, headers, body } = request
  const lines = headers
    .map(([field, value]) => `${field}: ${value}`)
    .filter((line) => !line.startsWith('accept: ') && line !== 'content-type: application/json')
  const text = body === undefined || typeof body === 'string' ? body : new TextDecoder().decode(body)
  const where = origin === API ? target : origin + target
  return [`${method} ${where}`, ...lines, ...(text === undefined ? [] : [text])].join(' | ')
}

export function codes(problems: readonly Problem[]): string {
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
    .join()
}

/** Names of the arguments that something is wrong with. */
function faultsOf(found: Problem): string {
  return found.code === 'ARGUMENTS_INVALID'
    ? [...new Set(found.args.faults.map((fault) => fault.split(/[:.[]/, 1)[0]))].join()
    : found.code
}

export function apiOf({ on, parameters, body, operation, entry, args: _args, ...api }: Call): Api {
  const [method = '', path = ''] = on.split(' ')
  const written = {
    ...(parameters === undefined ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: jsonBody(body) }),
    ...operation,
  }
  return { ...api, paths: { [path]: { [method.toLowerCase()]: written } }, tools: [{ ...allowed(on), ...entry }] }
}

export function jsonBody(schema: unknown, required = true): object {
  return { required, content: { 'application/json': { schema } } }
}

type More = Readonly<Record<string, unknown>>

export const path = (name: string, schema: unknown = {}, more: More = {}) =>
  ({ name, in: 'path', required: true, schema, ...more }) as const
export const query = (name: string, schema: unknown = {}, more: More = {}) =>
  ({ name, in: 'query', schema, ...more }) as const
export const header = (name: string, schema: unknown = {}, more: More = {}) =>
  ({ name, in: 'header', schema, ...more }) as const
export const cookie = (name: string, schema: unknown = {}, more: More = {}) =>
  ({ name, in: 'cookie', schema, ...more }) as const

const WRITES = ['post', 'put', 'patch', 'delete']

function allowed(reference: string): object {
  const writes = WRITES.includes(reference.split(' ')[0]?.toLowerCase() ?? '')
  return { operation: reference, ...(writes ? { access: 'write' } : {}) }
}

function documentOf({ paths, components = {}, document = {} }: Api): object {
  const usual = { openapi: '3.1.0', info: { title: 'Peers', version: '1' } }
  return { ...usual, paths: Object.fromEntries(Object.entries(paths).map(withResponses)), components, ...document }
}

function withResponses([name, item]: [string, object]): [string, object] {
  const isOperation = (key: string): boolean => !['parameters', 'servers'].includes(key)
  const operations = Object.entries(item).map(([key, value]) => [
    key,
    isOperation(key) ? { responses: { '200': { description: 'ok' } }, ...value } : value,
  ])
  return [name, Object.fromEntries(operations)]
}

function profilesOf({ paths, tools, baseUrl = API, auth, profile }: Api): object {
  const upstream = { kind: 'openapi', contract: CONTRACT, ...(baseUrl === null ? {} : { baseUrl }) }
  const all = Object.entries(paths).flatMap(([name, item]) =>
    Object.keys(item)
      .filter((key) => !['parameters', 'servers'].includes(key))
      .map((method) => allowed(`${method.toUpperCase()} ${name}`)),
  )
  const own = { upstream, ...(auth === undefined ? {} : { auth }), tools: tools ?? all, ...profile }
  return { version: 1, profiles: { p: own } }
}
