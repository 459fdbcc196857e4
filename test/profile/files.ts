/** A good profiles file, and ways to change one thing of it. */
import { type JsonObject, type JsonValue, stringifyJson } from '../../src/lib/json.ts'
import { parsePointer } from '../../src/lib/pointer.ts'

export const URI = 'file:///home/ada/agent-profiles.json'

export const GOOD: JsonObject = {
  $schema: './agent-profiles.schema.json',
  version: 1,
  defaultProfile: 'technician',
  permissions: { 'jobs:write_status': { label: "Change a job's status", group: 'Jobs', riskLevel: 'medium' } },
  profiles: {
    technician: {
      title: 'Technician',
      instructions: 'Read first.',
      upstream: { kind: 'openapi', contract: 'https://api.example/openapi.json', baseUrl: 'https://api.example' },
      auth: {
        type: 'apiKey',
        in: 'header',
        name: 'X-User-Token',
        token: { env: 'MCP_USER_TOKEN' },
        prefix: 'gpra_',
        renew: 'Create one at https://api.example/tokens',
      },
      grants: ['jobs:write_status'],
      tools: [
        'getUserProfile',
        { operation: 'createJob', access: 'write' },
        {
          operation: 'PATCH /jobs/{jobId}',
          access: 'write',
          name: 'set_status',
          requires: ['jobs:write_status'],
          arguments: { pin: { notify: false }, forbid: ['force'], max: { hours: 8 } },
          timeoutSeconds: 5,
        },
      ],
      limits: { timeoutSeconds: 20.5, concurrency: 2 },
    },
  },
}

/** The good file with the value at a pointer replaced, or removed where `value` is undefined. */
export function changed(pointer: string, value: JsonValue | undefined): JsonObject {
  // the root is an object, and its replacement is built from one
  return replace(GOOD, parsePointer(pointer) ?? [], value) as JsonObject
}

function replace(within: JsonValue, [name, ...rest]: readonly string[], value: JsonValue | undefined): JsonValue {
  if (name === undefined) return value ?? null
  if (Array.isArray(within)) {
    return within.map((item: JsonValue, index) => (String(index) === name ? replace(item, rest, value) : item))
  }
  const entries = new Map(Object.entries(Object(within) as JsonObject)) // what is replaced by an object was one
  if (rest.length === 0 && value === undefined) entries.delete(name)
  else entries.set(name, replace(entries.get(name) ?? {}, rest, value))
  return Object.fromEntries(entries)
}

/** One key per line, so that lines tell keys apart. */
export function text(file: JsonValue): string {
  return JSON.stringify(JSON.parse(stringifyJson(file)), undefined, 2)
}
