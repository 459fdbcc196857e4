/** Contracts, operations and profiles as model values, with everything that a test does not care about filled in. */
import type {
  Contract,
  JsonSchema,
  MediaType,
  Parameter,
  RequestBody,
  SchemeRequirement,
  SecurityScheme,
  Serialization,
  Server,
  WholeOperation,
} from '../../src/contract/model.ts'
import { formatPointer } from '../../src/lib/pointer.ts'
import { plan, profileProblems } from '../../src/plan/plan.ts'
import { andThen, type Checked, pass } from '../../src/problem/checked.ts'
import type { Problem } from '../../src/problem/problem.ts'
import type { Auth, Credential, Profile, RateLimit, ToolEntry } from '../../src/profile/model.ts'
import type { ProfileUpstream } from '../../src/profile/upstream-model.ts'

export const CONTRACT_URI = 'https://api.example/openapi.json'
export const PROFILES_URI = 'file:///agent-profiles.json'

export type OperationParts = Partial<Omit<WholeOperation, 'key' | 'pointer'>> & {
  /** In place of the operation itself: what reading it gives. */
  readonly unreadable?: readonly [Problem, ...Problem[]]
}

/** `GET /jobs` unless said otherwise; placeholders of the path get string parameters unless some are given. */
export function operationOf({ unreadable: _unreadable, ...parts }: OperationParts): WholeOperation {
  const { method = 'GET', path = '/jobs' } = parts
  const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return {
    key: `${method} ${path}`,
    method,
    path,
    deprecated: false,
    internal: false,
    tags: [],
    pointer: formatPointer(['paths', path, method.toLowerCase()]),
    parameters: [...new Set(placeholders)].map((name) => parameterOf({ name, in: 'path' })),
    servers: [],
    serversDeclaredAt: 'root',
    security: undefined,
    requiredScopes: [],
    definitions: new Map(),
    answers: [],
    responses: () => pass({ responses: [], definitions: new Map() }),
    ...parts,
  }
}

const STYLES: Readonly<Record<Parameter['in'], Serialization>> = {
  path: { kind: 'style', style: { in: 'path', style: 'simple', explode: false, allowReserved: false } },
  query: { kind: 'style', style: { in: 'query', style: 'form', explode: true, allowReserved: false } },
  header: { kind: 'style', style: { in: 'header', style: 'simple', explode: false } },
  cookie: { kind: 'style', style: { in: 'cookie', style: 'form', explode: true, allowReserved: false } },
  querystring: { kind: 'content', mediaType: 'application/x-www-form-urlencoded' },
}

export function parameterOf(parts: Partial<Parameter> & Pick<Parameter, 'name' | 'in'>): Parameter {
  return {
    required: parts.in === 'path',
    deprecated: false,
    allowEmptyValue: false,
    schema: { type: 'string' },
    serialization: STYLES[parts.in],
    pointer: formatPointer(['parameters', parts.in, parts.name]),
    ...parts,
  }
}

export function mediaTypeOf(schema: JsonSchema, mediaType = 'application/json'): MediaType {
  return { mediaType, schema, encoding: new Map(), pointer: formatPointer(['requestBody', 'content', mediaType]) }
}

export function bodyOf(content: readonly MediaType[], required = true): RequestBody {
  return { required, content, pointer: '/requestBody' }
}

export function serverOf(url: string, written = url): Server {
  return { url: URL.canParse(url) ? url : undefined, written, pointer: '/servers/0' }
}

export type ContractParts = Partial<Omit<Contract, 'operations' | 'read'>> & {
  readonly operations?: readonly OperationParts[]
}

/** One server on the contract's own origin, no security. */
export function contractOf({ operations = [{}], ...parts }: ContractParts = {}): Contract {
  const whole = new Map(operations.map((one) => [operationOf(one), one.unreadable] as const))
  const byEntry = new Map([...whole.keys()].map((one) => [one as Contract['operations'][number], one]))
  return {
    uri: CONTRACT_URI,
    openapi: '3.1',
    title: 'Test',
    version: '1',
    servers: [serverOf('https://api.example')],
    declaresSecurity: operations.some(({ security }) => security !== undefined),
    securitySchemes: new Map(),
    unreadable: [],
    line: () => undefined,
    ...parts,
    operations: [...whole.keys()],
    read: (entry): Checked<WholeOperation> => {
      const operation = byEntry.get(entry)
      if (operation === undefined) throw new Error('no entry of this contract')
      const unreadable = whole.get(operation)
      return unreadable === undefined ? pass(operation) : { ok: false, problems: unreadable }
    },
  }
}

export function requirement(name: string, scheme?: SecurityScheme, scopes: readonly string[] = []): SchemeRequirement {
  return { name, scopes, scheme }
}

const SECRET = { env: 'TEST_TOKEN' }
const COMMON = { applies: 'declared', pointer: '/profiles/test/auth' } as const

export const NONE: Credential = { ...COMMON, type: 'none' }
export const BEARER: Credential = { ...COMMON, type: 'bearer', token: SECRET }
export const BASIC: Credential = { ...COMMON, type: 'basic', username: SECRET, password: SECRET }

export function apiKey(name: string, place: 'header' | 'query' | 'cookie' = 'header'): Credential {
  return { ...COMMON, type: 'apiKey', in: place, name, token: SECRET }
}

/** An entry by its reference, or by its parts. */
export type EntryParts = string | (Partial<ToolEntry> & Pick<ToolEntry, 'operation'>)

export type ProfileParts = Partial<Omit<Profile, 'tools' | 'upstreams'>> & {
  readonly tools?: readonly EntryParts[]
  readonly baseUrl?: string
  readonly servers?: readonly string[]
  readonly credential?: Credential
  readonly auth?: Auth
  readonly rateLimit?: RateLimit
}

export function profileOf({
  tools = ['GET /jobs'],
  baseUrl,
  servers = [],
  credential = NONE,
  auth = { kind: 'single', credential },
  rateLimit,
  ...parts
}: ProfileParts = {}): Profile {
  return {
    id: 'test',
    upstreams: new Map([
      ['', { ...upstreamAt(auth, servers, baseUrl), ...(rateLimit === undefined ? {} : { rateLimit }) }],
    ]),
    grants: [],
    toolNames: 'safe',
    limits: { timeoutSeconds: 45, responseBytes: 1e6, resultCharacters: 40_000, concurrency: 8, contractBytes: 1e6 },
    pointer: '/profiles/test',
    ...parts,
    tools: tools.map((one, index) => ({
      upstream: '',
      requires: [],
      internal: false,
      idempotencyKey: false,
      arguments: { pin: {}, forbid: [], max: {} },
      pointer: `/profiles/test/tools/${index}`,
      ...(typeof one === 'string' ? { operation: one } : one),
    })),
  }
}

function upstreamAt(auth: Auth, servers: readonly string[], baseUrl: string | undefined): ProfileUpstream {
  const place = { name: '', profile: 'test', pointer: '/profiles/test/upstream' }
  const base = baseUrl === undefined ? {} : { baseUrl }
  return { ...place, kind: 'openapi', contract: CONTRACT_URI, servers, ...base, auth }
}

/** The only upstream of a profile. */
export function upstreamOf({ upstreams }: Profile): ProfileUpstream {
  const [upstream] = upstreams.values()
  if (upstream === undefined) throw new Error('a profile without an upstream')
  return upstream
}

export function planOf(parts: ProfileParts, contract: ContractParts = {}): ReturnType<typeof plan> {
  const profile = profileOf(parts)
  return andThen(pass(undefined, profileProblems(profile, PROFILES_URI)), () =>
    plan(profile, upstreamOf(profile), PROFILES_URI, contractOf(contract)),
  )
}

/** The problems in short: warnings in brackets. */
export function codesOf(checked: Checked<unknown>): readonly string[] {
  return checked.problems.map(({ code, severity }) => (severity === 'error' ? code : `(${code})`))
}
