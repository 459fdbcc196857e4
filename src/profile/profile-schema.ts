/** The published JSON Schema of the profiles file, for editors and other tools. @see https://json-schema.org/draft/2020-12 */
import type { JsonObject } from '../lib/json.ts'
import { credentialDefinitions } from './credential-schema.ts'
import { LOCK_MODES, PERMISSION, RISK_LEVELS, TOOL_NAME_MODES } from './grammar.ts'
import { limitDefinitions } from './limit-schema.ts'
import { toolDefinitions } from './tool-schema.ts'
import { oneForm, upstream, upstreams } from './upstream-schema.ts'

const folder = { $ref: '#/$defs/text', description: 'A folder of this machine, relative to this file.' }

const files = {
  title: 'Files',
  description: 'The folders of this machine that may be used; without this, no file is opened.',
  type: 'object',
  additionalProperties: false,
  properties: {
    save: { ...folder, description: 'The folder in which answers that are no text are saved.' },
    read: { type: 'array', items: folder, description: 'The folders whose files the agent may upload.' },
  },
}

const profile = {
  title: 'Profile',
  type: 'object',
  additionalProperties: false,
  required: ['tools'],
  properties: {
    title: { $ref: '#/$defs/text', description: 'What people see.' },
    instructions: { $ref: '#/$defs/text', description: 'What the model reads about how to use the tools.' },
    upstream,
    upstreams,
    auth: { $ref: '#/$defs/auth' },
    grants: { $ref: '#/$defs/permissionNames', description: 'Permissions of this profile.' },
    tools: { $ref: '#/$defs/tools' },
    resources: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { $ref: '#/$defs/resource' },
      description: 'URIs of resources that a hosted MCP server lists, each written whole.',
    },
    toolNames: { enum: TOOL_NAME_MODES, default: 'safe', description: '"exact" keeps dots in tool names.' },
    limits: { $ref: '#/$defs/limits' },
    rateLimit: { $ref: '#/$defs/rateLimit' },
    outputSchema: {
      type: 'boolean',
      default: false,
      description: 'Whether tools are listed with what they answer, as far as the contract says it.',
    },
    continuation: {
      type: 'boolean',
      default: false,
      description: 'Whether the agent gets a tool read_more for the rest of answers that were too long.',
    },
    files,
    audit: {
      title: 'Audit',
      description: 'Records every call before it is sent. What can not be recorded is not called.',
      type: 'object',
      additionalProperties: false,
      required: ['file'],
      properties: { file: { $ref: '#/$defs/text', description: 'The path of the log, relative to this file.' } },
    },
    lock: {
      enum: LOCK_MODES,
      description: 'Nothing is served that differs from what the lock file beside this file pins.',
    },
  },
  ...oneForm,
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
    ...limitDefinitions,
    ...toolDefinitions,
    ...credentialDefinitions,
  },
}
