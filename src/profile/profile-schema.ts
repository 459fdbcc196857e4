/** The published JSON Schema of the profiles file, for editors and other tools. @see https://json-schema.org/draft/2020-12 */
import type { JsonObject } from '../lib/json.ts'
import { credentialDefinitions } from './credential-schema.ts'
import { type Bounds, LIMITS, PERMISSION, RISK_LEVELS, TOOL_NAME_MODES } from './grammar.ts'
import { toolDefinitions } from './tool-schema.ts'

const LIMIT_WORDS: Readonly<Record<keyof typeof LIMITS, string>> = {
  timeoutSeconds: 'Seconds for one call in all: waiting, retries and the whole answer.',
  responseBytes: 'Bytes of an answer that are read, after decompression.',
  resultCharacters: 'Characters of an answer that the agent gets.',
  concurrency: 'Calls at the same time; further ones wait.',
  contractBytes: 'Bytes of the largest contract that is taken.',
}

function limitSchema({ most, whole, ...bounds }: Bounds, description: string): JsonObject {
  const least = whole ? { type: 'integer', minimum: 1 } : { type: 'number', exclusiveMinimum: 0 }
  return { ...least, maximum: most, default: bounds.default, description }
}

function limitSchemas(): JsonObject {
  const words = new Map<string, string>(Object.entries(LIMIT_WORDS))
  return Object.fromEntries(
    Object.entries(LIMITS).map(([name, bounds]) => [name, limitSchema(bounds, words.get(name) ?? '')]),
  )
}

const baseUrl = { type: 'string', pattern: '^[Hh][Tt][Tt][Pp][Ss]?:[^?#\\s]+$' }

const upstream = {
  title: 'Upstream',
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

const profile = {
  title: 'Profile',
  type: 'object',
  additionalProperties: false,
  required: ['upstream', 'tools'],
  properties: {
    title: { $ref: '#/$defs/text', description: 'What people see.' },
    instructions: { $ref: '#/$defs/text', description: 'What the model reads about how to use the tools.' },
    upstream,
    auth: { $ref: '#/$defs/auth' },
    grants: { $ref: '#/$defs/permissionNames', description: 'Permissions of this profile.' },
    tools: { $ref: '#/$defs/tools' },
    toolNames: { enum: TOOL_NAME_MODES, default: 'safe', description: '"exact" keeps dots in tool names.' },
    limits: { $ref: '#/$defs/limits' },
  },
}

const permission = {
  type: 'object',
  additionalProperties: false,
  properties: {
    label: { $ref: '#/$defs/text' },
    group: { $ref: '#/$defs/text' },
    riskLevel: { enum: RISK_LEVELS },
  },
}

export const profilesSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Agent profiles',
  description: 'Which operations of which APIs an AI agent may call, and with which credential.',
  type: 'object',
  additionalProperties: false,
  required: ['version', 'profiles'],
  properties: {
    $schema: { $ref: '#/$defs/text' },
    version: { const: 1 },
    defaultProfile: { $ref: '#/$defs/text', description: 'The profile that is used where none is named.' },
    permissions: {
      description: 'All permissions that exist: namespace:action_resource.',
      type: 'object',
      propertyNames: { pattern: PERMISSION },
      additionalProperties: permission,
    },
    profiles: { type: 'object', minProperties: 1, additionalProperties: profile },
  },
  $defs: {
    text: { type: 'string', pattern: '\\S' },
    permissionNames: { type: 'array', items: { type: 'string', pattern: PERMISSION } },
    timeoutSeconds: limitSchema(LIMITS.timeoutSeconds, LIMIT_WORDS.timeoutSeconds),
    limits: { title: 'Limits', type: 'object', additionalProperties: false, properties: limitSchemas() },
    ...toolDefinitions,
    ...credentialDefinitions,
  },
}
