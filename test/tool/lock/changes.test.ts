import { describe, expect, test } from 'vitest'
import { lockText } from '../../../src/plan/lock/lock-text.ts'
import { DEFAULT_LIMITS } from '../../../src/profile/limits.ts'
import type { Credential } from '../../../src/profile/model.ts'
import type { ProfileParts } from '../../plan/factory.ts'
import { apiKey } from '../../plan/factory.ts'
import { changesBetween, DOCUMENT, locked, mutated } from './locking.ts'

const LIST = '/paths/~1jobs/get'
const CREATE = '/paths/~1jobs/post'
const LIMIT = `${LIST}/parameters/0`
const SCHEMAS = '/components/schemas'

/** One thing changed in the document, and what `bridge diff` makes of it. */
const MUTATIONS: readonly (readonly [says: string, pointer: string, value: unknown, want: readonly string[]])[] = [
  ['a maximum grows', `${LIMIT}/schema/maximum`, 100, ['listJobs widening constraint limit maximum']],
  ['a maximum shrinks', `${LIMIT}/schema/maximum`, 20, ['listJobs breaking constraint limit maximum']],
  ['a minimum goes', `${LIMIT}/schema/minimum`, undefined, ['listJobs widening constraint limit minimum']],
  ['a minimum grows', `${LIMIT}/schema/minimum`, 2, ['listJobs breaking constraint limit minimum']],
  ['a pattern goes', `${LIST}/parameters/2/schema/pattern`, undefined, ['listJobs widening constraint q pattern']],
  ['a pattern changes', `${LIST}/parameters/2/schema/pattern`, '^x$', ['listJobs breaking constraint q pattern']],
  ['a default changes', `${LIMIT}/schema/default`, 50, ['listJobs breaking default limit']],
  ['a type widens', `${LIMIT}/schema/type`, 'number', ['listJobs widening type limit']],
  ['a type changes', `${LIMIT}/schema/type`, 'string', ['listJobs breaking type limit']],
  ['an argument becomes required', `${LIMIT}/required`, true, ['listJobs breaking required limit']],
  ['an argument moves', `${LIMIT}/in`, 'header', ['listJobs breaking style limit', 'listJobs widening place limit']],
  [
    'an optional argument comes',
    `${LIST}/parameters/3`,
    { name: 'all', in: 'query', schema: { type: 'boolean' } },
    ['listJobs widening property all'],
  ],
  [
    'a required argument comes',
    `${LIST}/parameters/3`,
    { name: 'all', in: 'query', required: true, schema: { type: 'boolean' } },
    ['listJobs breaking property all'],
  ],
  ['arguments are joined otherwise', `${LIST}/parameters/1/explode`, false, ['listJobs breaking style status']],
  [
    'an enum value goes',
    `${SCHEMAS}/Status/enum`,
    ['open'],
    ['listJobs breaking value status.[]', 'createJob breaking value status'],
  ],
  [
    'an enum value comes',
    `${SCHEMAS}/Status/enum`,
    ['open', 'done', 'deleted'],
    ['listJobs widening value status.[]', 'createJob widening value status'],
  ],
  ['a property is needed', `${SCHEMAS}/Customer/required`, [], ['createJob widening required customer.name']],
  ['a property comes', `${SCHEMAS}/NewJob/properties/price`, { type: 'number' }, ['createJob widening property price']],
  ['a property goes', `${SCHEMAS}/NewJob/properties/customer`, undefined, ['createJob breaking property customer']],
  [
    'other properties are taken',
    `${SCHEMAS}/NewJob/additionalProperties`,
    true,
    ['createJob widening constraint body additionalProperties'],
  ],
  ['a description changes', `${LIST}/description`, 'Lists the jobs of everybody.', ['listJobs wording description']],
  ['a summary changes', `${LIST}/summary`, 'List all jobs', ['listJobs wording summary']],
  ["an argument's description changes", `${LIMIT}/description`, 'Send all.', ['listJobs wording description limit']],
  [
    'it is deprecated',
    `${LIST}/deprecated`,
    true,
    ['listJobs wording deprecated', 'listJobs wording tool-description'],
  ],
  ['a scope is needed', `${LIST}/x-required-scope`, 'jobs:read', ['listJobs breaking scope']],
  ['it becomes anonymous', `${LIST}/security`, [], ['listJobs widening credential', 'listJobs widening security']],
  [
    'a body of another type',
    `${CREATE}/requestBody/content`,
    { 'application/x-www-form-urlencoded': { schema: { $ref: `#${SCHEMAS}/Customer` } } },
    ['createJob breaking media-type'],
  ],
  ['the body may be left out', `${CREATE}/requestBody/required`, false, ['createJob widening body-required']],
  ['a server of its own', `${LIST}/servers`, [{ url: 'https://api.example/v2' }], ['listJobs widening server']],
]

describe('one thing changes in the contract', () => {
  test.each(MUTATIONS)('%s', async (_, pointer, value, want) => {
    const found = await changesBetween(DOCUMENT, mutated(pointer, value))
    expect(found).toEqual(expect.arrayContaining([...want]))
    if (!want.some((one) => /media-type|body-required|additionalProperties/.test(one)))
      expect([...found].sort()).toEqual([...want].sort())
  })

  test('another method and path under the same operationId', async () => {
    const { get, ...others } = DOCUMENT.paths['/jobs']
    const moved = { ...DOCUMENT, paths: { '/jobs': others, '/all-jobs': { query: get } }, openapi: '3.2.0' }
    expect(await changesBetween(DOCUMENT, moved)).toEqual(
      expect.arrayContaining(['listJobs widening method', 'listJobs widening path']),
    )
  })

  test('a recursive schema is told once', async () => {
    const nested = mutated(`${SCHEMAS}/NewJob/properties/title/minLength`, 2)
    expect(await changesBetween(DOCUMENT, nested)).toEqual(['createJob breaking constraint title minLength'])
  })
})

const PROFILES: readonly (readonly [says: string, from: ProfileParts, to: ProfileParts, want: readonly string[]])[] = [
  ['another host', {}, { baseUrl: 'https://other.example' }, ['- widening base-url']],
  ['one more server', {}, { servers: ['https://eu.example'] }, ['- widening permitted-server']],
  ['an operation more', { tools: ['listJobs'] }, {}, ['createJob widening operation']],
  ['an operation fewer', {}, { tools: ['listJobs'] }, ['createJob breaking operation']],
  ['a wider bound', bounded(10), bounded(20), ['listJobs widening constraint limit maximum']],
  [
    'an argument no longer fixed',
    pinned({ limit: 5 }),
    pinned({}),
    ['listJobs widening fixed-argument limit', 'listJobs widening property limit'],
  ],
  [
    'another access',
    access('read'),
    access('spend'),
    [
      'listJobs widening access',
      'listJobs widening annotation idempotentHint',
      'listJobs widening annotation readOnlyHint',
    ],
  ],
  [
    'another name',
    {},
    {
      tools: [
        { operation: 'listJobs', name: 'jobs' },
        { operation: 'createJob', access: 'write' },
      ],
    },
    ['listJobs breaking tool-name'],
  ],
]

const CONFIRMED = listJobs({ confirm: true })
const FILES = (folder: string): ProfileParts => ({ files: { read: [`file:///home/ada/${folder}`] } })
const RATE = (requests: number, perSeconds: number): ProfileParts => ({ rateLimit: { requests, perSeconds } })

/** What a changed line of the profiles file would let happen without a change in any tool. */
const RULES: readonly (readonly [says: string, from: ProfileParts, to: ProfileParts, want: readonly string[]])[] = [
  ['nobody is asked any more', CONFIRMED, listJobs({}), ['listJobs widening rule confirm']],
  ['somebody is asked', listJobs({}), CONFIRMED, ['listJobs breaking rule confirm']],
  ['it may be sent again', listJobs({}), listJobs({ idempotencyKey: true }), ['listJobs widening rule idempotencyKey']],
  ['an internal operation', listJobs({}), listJobs({ internal: true }), ['listJobs widening rule internal']],
  [
    'a permission that is no longer needed',
    { ...listJobs({ requires: ['a:b_c', 'd:e_f'] }), grants: ['a:b_c', 'd:e_f'] },
    { ...listJobs({ requires: ['d:e_f'] }), grants: ['a:b_c', 'd:e_f'] },
    ['listJobs widening permission'],
  ],
  ['a permission more', { grants: ['a:b_c'] }, { grants: ['d:e_f', 'a:b_c'] }, ['- widening grant']],
  ['the same in another order', { grants: ['a:b_c', 'd:e_f'] }, { grants: ['d:e_f', 'a:b_c'] }, []],
  ['a folder more', {}, FILES('bills'), ['- widening folder']],
  ['another folder', FILES('bills'), FILES('.ssh'), ['- widening folder', '- breaking folder']],
  ['no rate limit', RATE(30, 10), {}, ['- widening rule rateLimit']],
  ['a higher rate', RATE(30, 10), RATE(30, 5), ['- widening rule rateLimit']],
  ['longer bursts', RATE(30, 10), RATE(60, 20), ['- widening rule rateLimit']],
  ['a lower rate', RATE(30, 10), RATE(20, 10), ['- breaking rule rateLimit']],
  ['no audit log', { audit: { file: 'file:///log' } }, {}, ['- widening rule audit']],
  ['another place for it', { audit: { file: 'file:///log' } }, { audit: { file: 'file:///other' } }, []],
  ['no lock', { lock: 'required' }, {}, ['- widening rule lock']],
  ['a tool of the bridge', {}, { continuation: true }, ['- widening rule continuation']],
  ['other words to the model', { instructions: 'Ask.' }, { instructions: 'Go.' }, ['- wording instructions']],
  ['bounds of time and size', {}, { limits: { ...DEFAULT_LIMITS, timeoutSeconds: 300 } }, []],
  ["another variable's secret", {}, { credential: bearer('AWS_SECRET_ACCESS_KEY') }, ['- widening auth secrets']],
]

test.each(RULES)('in the rules: %s', async (_, from, to, want) => {
  expect(await changesBetween(DOCUMENT, DOCUMENT, { from, to })).toEqual(want)
})

test.each(PROFILES)('in the profile: %s', async (_, from, to, want) => {
  expect(await changesBetween(DOCUMENT, DOCUMENT, { from, to })).toEqual(want)
})

test('another kind of credential', async () => {
  const keyed = mutated('/components/securitySchemes/token', { type: 'apiKey', in: 'header', name: 'X-Key' })
  const found = await changesBetween(DOCUMENT, keyed, { to: { credential: apiKey('X-Key') } })
  expect(found).toEqual(expect.arrayContaining(['- widening auth type', 'listJobs widening credential']))
})

describe('no difference', () => {
  test.each([
    ['answers', mutated(`${LIST}/responses/200/description`, 'Other')],
    ['an operation that is not allowed', mutated('/paths/~1jobs/delete/summary', 'Other')],
    ['a schema that nothing reaches', mutated(`${SCHEMAS}/Unused/properties/a/type`, 'integer')],
    ['the title of the contract', mutated('/info/title', 'Other')],
    ['an example', mutated(`${LIMIT}/example`, 3)],
    ['a server that the base URL replaces', mutated('/servers/0/url', 'https://api.example/other')],
  ])('in %s', async (_, document) => {
    expect(await changesBetween(DOCUMENT, document)).toEqual([])
  })

  test('in the order of anything: the lock is the same byte for byte', async () => {
    const text = async (document: object | string) => lockText({ profiles: new Map([['p', await locked(document)]]) })
    const parameters = [...DOCUMENT.paths['/jobs'].get.parameters].reverse()
    const turned = reversed(mutated(`${LIST}/parameters`, parameters))
    expect(JSON.stringify(turned)).not.toBe(JSON.stringify(DOCUMENT))
    expect(await text(turned)).toBe(await text(DOCUMENT))
    expect(await text(JSON.stringify(DOCUMENT, undefined, 7))).toBe(await text(DOCUMENT))
  })
})

function reversed(value: unknown): object {
  const deep = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(deep)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(
      Object.entries(one)
        .reverse()
        .map(([name, inner]) => [name, deep(inner)]),
    )
  }
  return Object(deep(value))
}

function bearer(env: string): Credential {
  return { type: 'bearer', applies: 'declared', pointer: '', token: { env } }
}

function bounded(limit: number): ProfileParts {
  return listJobs({ arguments: { pin: {}, forbid: [], max: { limit } } })
}

function pinned(pin: Readonly<Record<string, number>>): ProfileParts {
  return listJobs({ arguments: { pin, forbid: [], max: {} } })
}

function access(kind: 'read' | 'spend'): ProfileParts {
  return listJobs({ access: kind })
}

function listJobs(parts: object): ProfileParts {
  return { tools: [{ operation: 'listJobs', ...parts }] }
}
