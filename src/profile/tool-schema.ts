/** The published JSON Schema of `tools`. */
import type { JsonObject } from '../lib/json.ts'
import { ACCESSES, SCOPE, TOOL_NAMES } from './grammar.ts'

const reference = {
  type: 'string',
  pattern: '\\S',
  description: 'An operationId of the contract, or "METHOD /path". Wildcards are refused.',
  examples: ['getUserProfile', 'GET /jobs/{jobId}'],
}

const argumentPolicy = {
  type: 'object',
  description: 'Restrictions on arguments, by the names that "bridge tools" prints.',
  additionalProperties: false,
  properties: {
    pin: { type: 'object', description: 'Sent with every call; the agent neither sees nor changes it.' },
    forbid: { type: 'array', items: { $ref: '#/$defs/text' }, description: 'Taken away from the tool.' },
    max: { type: 'object', additionalProperties: { type: 'number' }, description: 'The largest number allowed.' },
  },
}

const upstream = {
  $ref: '#/$defs/text',
  description: 'The one of "upstreams" that this belongs to.',
}

export const toolDefinitions: JsonObject = {
  tools: {
    title: 'Allowlist',
    description: 'What the agent may do: these operations and no others.',
    type: 'array',
    minItems: 1,
    items: { $ref: '#/$defs/tool' },
  },
  tool: {
    if: { type: 'string' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { ...reference, description: `${reference.description} A bare name allows reading only.` },
    else: {
      type: 'object',
      additionalProperties: false,
      required: ['operation'],
      properties: {
        operation: reference,
        upstream,
        access: {
          enum: ACCESSES,
          description: 'What the operation does. Needed wherever the method is not GET, HEAD, QUERY or OPTIONS.',
        },
        name: {
          type: 'string',
          pattern: TOOL_NAMES.exact,
          description: 'The name of the tool. Dots need "toolNames": "exact".',
        },
        title: { $ref: '#/$defs/text', description: 'What people see.' },
        description: { $ref: '#/$defs/text', description: "What the model reads, in place of the contract's words." },
        requires: {
          $ref: '#/$defs/permissionNames',
          description: 'Permissions that the profile must grant, all of them.',
        },
        scopes: {
          type: 'array',
          items: { type: 'string', pattern: SCOPE },
          description: 'Scopes that the token needs, beside those that the contract names.',
        },
        internal: { type: 'boolean', default: false, description: 'Allows an operation that is marked internal.' },
        idempotencyKey: {
          type: 'boolean',
          default: false,
          description: 'Sends an Idempotency-Key with each call, so that a failed write may be sent again.',
        },
        confirm: {
          type: 'boolean',
          default: false,
          description: 'Asks the person through the client before each call, and refuses where the client can not ask.',
        },
        arguments: argumentPolicy,
        timeoutSeconds: { $ref: '#/$defs/timeoutSeconds' },
        session: {
          type: 'object',
          description: 'Marks a tool of a hosted MCP server that changes what later calls are about.',
          additionalProperties: false,
          required: ['argument'],
          properties: { argument: { $ref: '#/$defs/text', description: 'The argument that says to what.' } },
        },
        outputSchema: { type: 'boolean', description: 'Whether the tool is listed with what it answers.' },
      },
    },
  },
  resource: {
    if: { type: 'string' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { $ref: '#/$defs/text' },
    else: {
      type: 'object',
      additionalProperties: false,
      required: ['uri'],
      properties: { uri: { $ref: '#/$defs/text' }, upstream },
    },
  },
}
