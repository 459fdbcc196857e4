/** The published JSON Schema of `upstream` and `upstreams`. */
import type { JsonObject } from '../lib/json.ts'
import { UPSTREAM_NAME } from './grammar.ts'

const baseUrl = { type: 'string', pattern: '^[Hh][Tt][Tt][Pp][Ss]?:[^?#\\s]+$' }

const openApiUpstream = {
  title: 'HTTP API',
  description: 'The API and its contract.',
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'contract'],
  properties: {
    kind: { const: 'openapi' },
    contract: {
      $ref: '#/$defs/text',
      description: 'The OpenAPI document: an https URL, or a path relative to this file.',
    },
    baseUrl: {
      ...baseUrl,
      description:
        "Where the API is; it replaces the contract's servers, their path included. The token goes there only.",
    },
    servers: {
      type: 'array',
      items: baseUrl,
      description: 'Further servers that operations of the contract may name.',
    },
  },
}

const mcpUpstream = {
  title: 'Hosted MCP server',
  description: 'A server whose tools are named by "tools"; what it lists is its contract.',
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'url'],
  properties: {
    kind: { const: 'mcp' },
    url: { ...baseUrl, description: 'Where the server is. The token goes there only.' },
  },
}

export const upstream = { title: 'Upstream', oneOf: [openApiUpstream, mcpUpstream] }

function withCredential(one: typeof openApiUpstream | typeof mcpUpstream): JsonObject {
  const own = { auth: { $ref: '#/$defs/auth' }, rateLimit: { $ref: '#/$defs/rateLimit' } }
  return { ...one, properties: { ...one.properties, ...own } }
}

export const upstreams = {
  title: 'Upstreams',
  description:
    'Several, in place of "upstream", each with its own credential. The names of its tools begin with its name.',
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: UPSTREAM_NAME },
  additionalProperties: { oneOf: [withCredential(openApiUpstream), withCredential(mcpUpstream)] },
}

const unsaid = { items: { properties: { upstream: false } } }
const said = { items: { type: 'object', required: ['upstream'] } }

/** Of a profile: one upstream and what stands beside it, or several, of which each entry names one. */
export const oneForm: JsonObject = {
  if: { required: ['upstreams'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { properties: { upstream: false, auth: false, rateLimit: false, tools: said, resources: said } },
  else: { required: ['upstream'], properties: { tools: unsaid, resources: unsaid } },
}
