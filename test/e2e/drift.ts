/** Changes that an API's owner makes to a contract without telling anyone. */
import { isObject, type JsonObject, type JsonValue, member } from '../../src/lib/json.ts'

export type Drift = (document: JsonObject) => JsonValue

const RECENT = '/api/gpt/user/jobs/recent'
const STATUS = '/api/gpt/user/jobs/{jobId}/status'

export const operationVanished: Drift = (document) => withPath(document, STATUS, undefined)

export const methodChanged: Drift = (document) =>
  withPath(document, RECENT, { post: object(member(pathsOf(document), RECENT), 'get') })

export const operationIdTwice: Drift = (document) =>
  withPath(document, '/api/gpt/v2/user/jobs/recent', object(pathsOf(document), RECENT))

export const markedInternal: Drift = (document) => withOperation(document, { 'x-internal': true })

export const markedDeprecated: Drift = (document) => withOperation(document, { deprecated: true })

export const adminScope: Drift = (document) => withOperation(document, { 'x-required-scope': 'admin:jobs' })

export const otherScheme: Drift = (document) => ({
  ...document,
  components: {
    ...object(document, 'components'),
    securitySchemes: { ConnectToken: { type: 'http', scheme: 'bearer' } },
  },
})

export const danglingReference: Drift = (document) =>
  withOperation(document, { parameters: [{ $ref: '#/components/parameters/Gone' }] })

export const externalReference: Drift = (document) =>
  withOperation(document, { parameters: [{ $ref: 'file:///etc/hostname' }] })

export const operationServerElsewhere: Drift = (document) =>
  withOperation(document, { servers: [{ url: 'https://elsewhere.example' }] })

/** The operation `listRecentJobs` with these members in place of its own. */
export function recentWith(change: JsonObject): Drift {
  return (document) => withOperation(document, change)
}

export function serversAt(...urls: readonly string[]): Drift {
  return (document) => ({ ...document, servers: urls.map((url) => ({ url })) })
}

function withOperation(document: JsonObject, change: JsonObject): JsonObject {
  const item = object(pathsOf(document), RECENT)
  return withPath(document, RECENT, { get: { ...object(item, 'get'), ...change } })
}

function withPath(document: JsonObject, path: string, item: JsonValue | undefined): JsonObject {
  const others = Object.entries(pathsOf(document)).filter(([name]) => name !== path)
  return { ...document, paths: Object.fromEntries(item === undefined ? others : [...others, [path, item]]) }
}

function pathsOf(document: JsonObject): JsonObject {
  return object(document, 'paths')
}

function object(parent: JsonValue | undefined, name: string): JsonObject {
  const found = isObject(parent) ? member(parent, name) : undefined
  if (!isObject(found)) throw new Error(`the contract has no ${name}`)
  return found
}
