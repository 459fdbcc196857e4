import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { loadProfile, loadProfiles } from '../../src/bridge/load.ts'
import type { Documents } from '../../src/bridge/ports.ts'
import { listTools } from '../../src/mcp/listing.ts'
import { serialise } from '../../src/mcp/serialise.ts'
import { pass, refuse } from '../../src/problem/checked.ts'
import { messageOf } from '../../src/problem/format.ts'
import { problem } from '../../src/problem/problem.ts'
import { createRandom } from '../soak/random.ts'
import { type Json, mutate } from './mutate.ts'

const COUNT = Number(process.env.FUZZ_COUNT ?? 200)
const SEED = Number(process.env.FUZZ_SEED ?? 1)

const PROFILES = 'file:///fuzz/agent-profiles.json'
const CONTRACT = 'https://api.example/openapi.json'

const CONTRACTS: Readonly<Record<string, Json>> = {
  'an OpenAPI document': readJson('../fixtures/contracts/orders.json'),
  'a Swagger document': readJson('../contract/petstore/petstore-2.0.json'),
  'a document of everything': {
    openapi: '3.1.0',
    info: { title: 'All', version: '1' },
    servers: [{ url: 'https://{host}.example/v1', variables: { host: { default: 'api', enum: ['api'] } } }],
    security: [{ token: [] }],
    paths: {
      '/jobs/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z]+$' } }],
        get: {
          operationId: 'getJob',
          description: 'One job',
          parameters: [
            {
              name: 'f',
              in: 'query',
              style: 'deepObject',
              explode: true,
              schema: { type: 'object', properties: { a: { type: 'integer' } } },
            },
            { $ref: '#/components/parameters/Limit' },
          ],
          responses: {
            200: {
              description: 'A job',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } },
            },
          },
        },
        put: {
          operationId: 'putJob',
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } },
          },
          responses: { 204: { description: 'Done' } },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'X-User-Token' } },
      parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 50 } } },
      schemas: {
        Job: {
          type: 'object',
          required: ['title'],
          properties: {
            title: { type: 'string' },
            parent: { $ref: '#/components/schemas/Job' },
            tags: { type: 'array', items: { enum: ['a', 'b'] } },
          },
          oneOf: [{ required: ['title'] }, { $ref: '#/components/schemas/Job/properties/tags/items' }],
        },
      },
    },
  },
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
}

/** Every operation of a document, allowlisted. */
function profilesFor(contract: Json): Json {
  const { paths = {} } = contract as { paths?: Record<string, Record<string, { operationId?: string }>> } // ours, see above
  const tools = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => ['get', 'put', 'post', 'delete', 'patch'].includes(method))
      .map(([method, { operationId }]) => ({
        operation: operationId ?? `${method.toUpperCase()} ${path}`,
        access: method === 'get' ? 'read' : 'write',
      })),
  )
  return {
    version: 1,
    profiles: {
      p: {
        title: 'Fuzz',
        upstream: { kind: 'openapi', contract: CONTRACT, baseUrl: 'https://api.example' },
        auth: { type: 'apiKey', in: 'header', name: 'X-User-Token', token: { env: 'FUZZ_TOKEN' }, applies: 'always' },
        outputSchema: true,
        tools,
      },
    },
  }
}

const asked: string[] = []

/** What comes of both texts, down to the list of tools: `served`, or the codes of what is wrong. */
async function outcome(profiles: string, contract: string): Promise<string> {
  const documents: Documents = {
    read: async (uri, { source }) => {
      asked.push(uri)
      if (uri === PROFILES) return pass({ uri, bytes: Buffer.from(profiles) })
      return uri === CONTRACT
        ? pass({ uri, bytes: Buffer.from(contract) })
        : refuse(problem('CONTRACT_UNREACHABLE', { source, uri }, { detail: 'fuzz' }))
    },
  }
  const loaded = await loadProfiles(PROFILES, documents)
  if (!loaded.ok) return loaded.problems.map(messageOf).join()
  const outcomes: string[] = []
  for (const profile of loaded.value.file.profiles.values()) {
    const made = await loadProfile(profile, loaded.value, { documents })
    for (const one of made.problems) messageOf(one)
    if (made.ok) {
      for (const one of await made.value.validate()) messageOf(one)
      JSON.parse(serialise({ jsonrpc: '2.0', id: 1, result: { tools: listTools([...made.value.tools.values()]) } }))
    }
    outcomes.push(made.ok ? 'served' : made.problems.map(({ code }) => code).join())
  }
  return outcomes.join()
}

afterEach(() => {
  asked.length = 0
  for (const name of ['polluted', 'items', 'type']) expect(Object.hasOwn(Object.prototype, name)).toBe(false)
})

describe.each(Object.entries(CONTRACTS))('%s', (_, contract) => {
  const profiles = JSON.stringify(profilesFor(contract))

  test('is served as it is', async () => {
    expect(await outcome(profiles, JSON.stringify(contract))).toBe('served')
  })

  test(`${COUNT} broken ones: each is served or refused, nothing throws, nothing else is fetched`, {
    timeout: 300_000,
  }, async () => {
    const random = createRandom(SEED)
    let served = 0
    for (let count = 0; count < COUNT; count++) {
      const text = mutate(contract, random)
      const said = await outcome(profiles, text).catch((error: unknown) => {
        throw new Error(`mutation ${count} of seed ${SEED}: ${text.slice(0, 4000)}`, { cause: error })
      })
      if (said === 'served') served++
      else expect(said).not.toBe('')
    }
    // else it tests less than it says
    expect(served).toBeGreaterThan(COUNT / 20)
    expect(served).toBeLessThan(COUNT * 0.95)
    expect(new Set(asked)).toEqual(new Set([PROFILES, CONTRACT]))
  })
})

test(`${COUNT} broken profiles files: nothing throws, and nothing is served that the file does not list`, {
  timeout: 300_000,
}, async () => {
  const random = createRandom(SEED + 1)
  const contract = CONTRACTS['a document of everything'] ?? null
  const good = profilesFor(contract)
  let served = 0
  for (let count = 0; count < COUNT; count++) {
    const text = mutate(good, random)
    const said = await outcome(text, JSON.stringify(contract)).catch((error: unknown) => {
      throw new Error(`mutation ${count} of seed ${SEED}: ${text.slice(0, 4000)}`, { cause: error })
    })
    if (said === 'served') served++
  }
  expect(served).toBeGreaterThan(COUNT / 50)
  expect(served).toBeLessThan(COUNT * 0.8)
})
