/** A document and a profile → what the lock would pin. */
import { compareProfiles } from '../../../src/plan/lock/compare-profile.ts'
import type { LockDifference, LockedProfile } from '../../../src/plan/lock/model.ts'
import { plan } from '../../../src/plan/plan.ts'
import { compileTools } from '../../../src/tool/compile.ts'
import { lockProfile } from '../../../src/tool/lock/lock-profile.ts'
import { mustRead } from '../../contract/read.ts'
import { BEARER, PROFILES_URI, type ProfileParts, profileOf, upstreamOf } from '../../plan/factory.ts'

export const PROFILE: ProfileParts = {
  tools: ['listJobs', { operation: 'createJob', access: 'write' }],
  baseUrl: 'https://api.example',
  credential: BEARER,
}

export async function locked(document: string | object, parts: ProfileParts = {}): Promise<LockedProfile> {
  const profile = profileOf({ ...PROFILE, ...parts })
  const planned = plan(profile, upstreamOf(profile), PROFILES_URI, await mustRead(document))
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems))
  const tools = compileTools(planned.value)
  if (!tools.ok) throw new Error(JSON.stringify(tools.problems))
  return lockProfile(profile, PROFILES_URI, [{ plan: planned.value, tools: tools.value }])
}

/** `listJobs widening property limit`: each change in short. */
export function shortly(differences: readonly LockDifference[]): readonly string[] {
  return differences.flatMap(({ operation, changes }) =>
    changes.map(({ class: kind, thing, path, name }) =>
      [operation ?? '-', kind, thing, path.join('.'), name ?? ''].filter((part) => part !== '').join(' '),
    ),
  )
}

export async function changesBetween(
  from: string | object,
  to: string | object,
  parts: { readonly from?: ProfileParts; readonly to?: ProfileParts } = {},
): Promise<readonly string[]> {
  return shortly(compareProfiles(await locked(from, parts.from), await locked(to, parts.to)))
}

/** Two operations, with a bit of everything that a lock pins. */
export const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Jobs', version: '1' },
  servers: [{ url: 'https://api.example' }],
  security: [{ token: [] }],
  paths: {
    '/jobs': {
      get: {
        operationId: 'listJobs',
        summary: 'List jobs',
        description: 'Lists the jobs of the signed-in technician.',
        parameters: [
          {
            name: 'limit',
            in: 'query',
            description: 'How many.',
            schema: { type: 'integer', minimum: 1, maximum: 50, default: 5 },
          },
          { name: 'status', in: 'query', schema: { type: 'array', items: { $ref: '#/components/schemas/Status' } } },
          { name: 'q', in: 'query', schema: { type: 'string', pattern: '^[a-z]+$', maxLength: 20 } },
        ],
        responses: { 200: { description: 'Jobs', content: { 'application/json': { schema: { type: 'array' } } } } },
      },
      post: {
        operationId: 'createJob',
        summary: 'Create a job',
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/NewJob' } },
          },
        },
        responses: { 201: { description: 'Created' } },
      },
      delete: { operationId: 'deleteJobs', responses: { 204: { description: 'Gone' } } },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Status: { type: 'string', enum: ['open', 'done'] },
      NewJob: {
        type: 'object',
        required: ['title'],
        properties: {
          title: { type: 'string', minLength: 1 },
          status: { $ref: '#/components/schemas/Status' },
          customer: { $ref: '#/components/schemas/Customer' },
          parent: { $ref: '#/components/schemas/NewJob' },
        },
        additionalProperties: false,
      },
      Customer: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      Unused: { type: 'object', properties: { a: { type: 'string' } } },
    },
  },
}

/** The document with the value at a pointer replaced, removed where it is undefined. */
export function mutated(pointer: string, value: unknown, document: object = DOCUMENT): object {
  const copy = structuredClone(document)
  const names = pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/'))
  const last = names.pop() ?? ''
  // the pointers of this test lead through objects and arrays
  const parent = names.reduce((at, name) => Reflect.get(at, name) as object, copy as object)
  if (value === undefined) Reflect.deleteProperty(parent, last)
  else Reflect.set(parent, last, value)
  return copy
}
