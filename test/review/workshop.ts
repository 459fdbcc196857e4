/** A profiles file, its contract before and after a change, and words in it that a page must not obey. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** What a hostile contract would like a page to run, show or hide. */
export const HOSTILE = [
  '<script>globalThis.hacked = 1</script>',
  '"><img src=x onerror="globalThis.hacked = 1">',
  "' onmouseover='globalThis.hacked = 1",
  '</style><svg onload="globalThis.hacked = 1">',
  '</script><iframe srcdoc="<script>parent.hacked = 1</script>">',
  '<a href="javascript:globalThis.hacked = 1">click</a>',
  '<!-- ',
  ']]>',
  '{{globalThis.hacked = 1}}',
  '\u202egnp.txt',
  'in\u200bvisible',
]

const description = (limit: string) =>
  `Lists the workshop's jobs, newest first.\n\nAt most ${limit} come back at once; use \`cursor\` for the next page. A job that was invoiced is listed with its invoice.`

interface Version {
  readonly limit: number
  readonly words: string
  readonly more?: object
}

const BEFORE: Version = { limit: 200, words: 'two hundred jobs' }
const AFTER: Version = {
  limit: 100,
  words: 'one hundred jobs',
  more: { technicianId: { type: 'string', description: 'Only the jobs of this technician.' } },
}

function contract({ limit, words, more = {} }: Version) {
  const ok = { responses: { 200: { description: 'Fine.' } } }
  const job = {
    type: 'object',
    required: ['title', 'lines'],
    properties: {
      title: { type: 'string', minLength: 1, maxLength: 120, description: 'What is to be done, in a few words.' },
      status: { type: 'string', enum: ['open', 'in_progress', 'done'], default: 'open' },
      branch: { type: 'string', description: 'The branch that does it.' },
      discount: { type: 'number', minimum: 0, maximum: 100 },
      lines: {
        type: 'array',
        minItems: 1,
        items: { $ref: '#/components/schemas/Line' },
        description: 'The work and the parts.',
      },
      parent: { $ref: '#/components/schemas/Job', description: 'The job that this one belongs to.' },
    },
  }
  const tagged = (count: number, tag: string, hostile = '') =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/${tag.toLowerCase()}/${index}`,
        {
          get: {
            operationId: `get${tag}${index}`,
            tags: [tag],
            summary: `Read ${tag.toLowerCase()} ${index}${hostile}`,
            ...ok,
          },
          delete: { operationId: `delete${tag}${index}`, tags: [tag], deprecated: index === 1, ...ok },
        },
      ]),
    )
  return {
    openapi: '3.1.0',
    info: { title: 'Workshop API', version: '4.2.0' },
    servers: [{ url: 'https://api.workshop.example/v4' }],
    components: {
      schemas: {
        Job: job,
        Line: {
          type: 'object',
          required: ['item'],
          properties: {
            item: { type: 'string', description: 'What is done or fitted.' },
            quantity: { type: 'integer', minimum: 1 },
            price: { anyOf: [{ type: 'number' }, { type: 'null' }] },
          },
        },
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    security: [{ token: [] }],
    paths: {
      '/jobs': {
        get: {
          operationId: 'listJobs',
          tags: ['Jobs'],
          summary: 'List jobs',
          description: description(words),
          parameters: [
            { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: limit, default: 20 } },
            { name: 'cursor', in: 'query', schema: { type: 'string' }, description: 'Where the last page ended.' },
            ...Object.entries(more).map(([name, { description, ...schema }]) => ({
              name,
              in: 'query',
              schema,
              description,
            })),
          ],
          ...ok,
        },
        post: {
          operationId: 'createJob',
          tags: ['Jobs'],
          summary: 'Create a job',
          description: 'Creates a job and tells the technician.',
          requestBody: { required: true, content: { 'application/json': { schema: job } } },
          ...ok,
        },
      },
      '/jobs/{jobId}': {
        delete: {
          operationId: 'deleteJob',
          tags: ['Jobs'],
          summary: 'Delete a job for good',
          parameters: [{ name: 'jobId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
          ...ok,
        },
      },
      '/orders': {
        post: {
          operationId: 'orderParts',
          tags: ['Parts'],
          summary: 'Order parts from the wholesaler',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { type: 'object', properties: { lines: job.properties.lines } } },
            },
          },
          ...ok,
        },
      },
      '/hostile': {
        get: {
          operationId: 'readHostile',
          tags: [HOSTILE.join(' ')],
          summary: HOSTILE.join(' '),
          description: HOSTILE.join('\n'),
          parameters: [
            { name: 'x"><b>', in: 'query', description: HOSTILE.join(' '), schema: { type: 'string', enum: HOSTILE } },
          ],
          ...ok,
        },
      },
      ...tagged(6, 'Invoices'),
      ...tagged(4, 'Customers', HOSTILE.join(' ')),
      ...tagged(9, 'Staff'),
    },
  }
}

const PROFILES = {
  version: 1,
  defaultProfile: 'workshop_desk',
  permissions: {
    'jobs:create_job': { label: 'Create a job', group: 'Jobs', riskLevel: 'medium' },
    'jobs:delete_job': { label: 'Delete a job', group: 'Jobs', riskLevel: 'high' },
    'parts:order_parts': { label: 'Spend money on parts', group: 'Parts', riskLevel: 'high' },
  },
  profiles: {
    workshop_desk: {
      title: 'Workshop desk',
      instructions: 'Look a job up before you talk about it. Ask before you create or delete one.',
      upstream: { kind: 'openapi', contract: './openapi.json', baseUrl: 'https://api.workshop.example/v4' },
      auth: { type: 'bearer', token: { env: 'WORKSHOP_TOKEN' }, renew: 'Make a new one in the settings.' },
      grants: ['jobs:create_job', 'jobs:delete_job', 'parts:order_parts'],
      continuation: true,
      tools: [
        'listJobs',
        {
          operation: 'createJob',
          access: 'write',
          requires: ['jobs:create_job'],
          arguments: { pin: { branch: 'north' }, forbid: ['discount'] },
        },
        { operation: 'deleteJob', access: 'destructive', requires: ['jobs:delete_job'], confirm: true },
        {
          operation: 'orderParts',
          access: 'spend',
          requires: ['parts:order_parts'],
          confirm: true,
          idempotencyKey: true,
        },
        'readHostile',
      ],
    },
    workshop_reading: {
      title: 'Workshop, reading only',
      upstream: { kind: 'openapi', contract: './openapi.json', baseUrl: 'https://api.workshop.example/v4' },
      auth: { type: 'apiKey', in: 'header', name: 'X-Key', token: { env: 'WORKSHOP_KEY' }, applies: 'always' },
      tools: ['listJobs', 'getInvoices0', 'getInvoices1'],
    },
    workshop_stale: {
      title: HOSTILE[0],
      upstream: { kind: 'openapi', contract: './openapi.json', baseUrl: 'https://api.workshop.example/v4' },
      auth: { type: 'bearer', token: { env: 'WORKSHOP_TOKEN' } },
      tools: ['listJob', 'getInvoices0'],
    },
  },
}

const folders: string[] = []

afterAll(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

export interface Workshop {
  readonly profiles: string
  /** Where a page may be written. */
  readonly page: string
  /** Puts the changed contract in the place of the first. */
  change(): Promise<void>
}

/** A folder with the profiles file and the contract. Without `stale`, every profile is proven. */
export async function openWorkshop({ stale }: { readonly stale: boolean }): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-review-'))
  folders.push(folder)
  const { workshop_stale, ...proven } = PROFILES.profiles
  const profiles = { ...PROFILES, profiles: stale ? PROFILES.profiles : proven }
  const write = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value, undefined, 2))
  await write('agent-profiles.json', profiles)
  await write('openapi.json', contract(BEFORE))
  return {
    profiles: join(folder, 'agent-profiles.json'),
    page: join(folder, 'review.html'),
    change: () => write('openapi.json', contract(AFTER)),
  }
}
