import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadProfile, loadProfiles } from '../../src/bridge/load.ts'
import type { AllowedReferences } from '../../src/bridge/references.ts'
import { createDocuments } from '../../src/node/documents.ts'

const ROOT = `
openapi: 3.1.0
info: { title: Many files, version: '1' }
paths:
  /pets:
    get: { $ref: 'paths/list-pets.yaml' }
  /toys: { $ref: 'paths/toys.yaml' }
`
const FILES: Readonly<Record<string, string>> = {
  'openapi.yaml': ROOT,
  'paths/list-pets.yaml': `
operationId: listPets
parameters: [{ $ref: '../shared/parameters.yaml#/limit' }]
responses: { '200': { description: Pets } }
`,
  'paths/toys.yaml': `
post: { operationId: addToy, requestBody: { content: { application/json: { schema: { $ref: '../shared/toy.yaml' } } } }, responses: {} }
`,
  'shared/parameters.yaml': `limit: { name: limit, in: query, schema: { type: integer, maximum: 50 } }\n`,
  'shared/toy.yaml': `{ type: object, properties: { name: { type: string }, part: { $ref: 'toy.yaml' } } }\n`,
}

const documents = createDocuments({ version: '0.0.0' })
let folder: string
let server: Server
let origin: string
const requested: string[] = []

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'drawbridge-refs-')), 'api')
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  await writeFile(join(folder, '..', 'outside.yaml'), '{ type: string }')
  await symlink('../../outside.yaml', join(folder, 'shared', 'link.yaml'))
  server = createServer((request, response) => {
    requested.push(request.url ?? '')
    const text = FILES[(request.url ?? '').replace('/v1/', '')]
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/yaml' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

/** The tools of a profile that allows everything, and the codes of what stood in the way. */
async function load(contract: string, allowedReferences?: AllowedReferences, contractBytes = 1_000_000) {
  const file = join(folder, 'agent-profiles.json')
  const upstream = { kind: 'openapi', contract, baseUrl: 'https://api.example' }
  await writeFile(
    file,
    JSON.stringify({ version: 1, profiles: { all: { upstream, tools: TOOLS, limits: { contractBytes } } } }),
  )
  const profiles = await loadProfiles(pathToFileURL(file).href, documents)
  const profile = profiles.ok ? profiles.value.file.profiles.get('all') : undefined
  if (!profiles.ok || profile === undefined) throw new Error('the profiles file of this test is wrong')
  const options = { documents, ...(allowedReferences === undefined ? {} : { allowedReferences }) }
  const loaded = await loadProfile(profile, profiles.value, options)
  const codes = [...new Set(loaded.problems.map(({ code }) => code))]
  return loaded.ok ? { tools: [...loaded.value.tools.keys()], codes } : { tools: [], codes }
}

const TOOLS = ['listPets', { operation: 'addToy', access: 'write' }]

describe('documents that a contract refers to', () => {
  test('are not read unless allowed', async () => {
    expect(await load(`${origin}/v1/openapi.yaml`)).toEqual({
      tools: [],
      codes: ['REFERENCE_EXTERNAL', 'OPERATION_NOT_FOUND'],
    })
    expect(requested).toEqual(['/v1/openapi.yaml'])
  })

  test.each([
    ['same-origin', 'http'],
    ['same-directory', 'http'],
    ['same-origin', 'file'],
    ['same-directory', 'file'],
  ] as const)('are read with %s over %s', async (allowed, scheme) => {
    const uri = scheme === 'http' ? `${origin}/v1/openapi.yaml` : pathToFileURL(join(folder, 'openapi.yaml')).href
    expect(await load(uri, allowed)).toEqual({ tools: ['listPets', 'addToy'], codes: [] })
  })

  test.each([
    ['another origin', 'https://other.example/toy.yaml'],
    ['a folder above', '../outside.yaml'],
    ['the same name as a longer folder', '../api-evil/x.yaml'],
  ])('are never read from %s', async (_where, reference) => {
    const file = join(folder, `to-${encodeURIComponent(reference)}.yaml`)
    await writeFile(file, `openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths: { /x: { $ref: '${reference}' } }\n`)
    expect(await load(pathToFileURL(file).href, 'same-directory')).toEqual({
      tools: [],
      codes: ['REFERENCE_EXTERNAL', 'OPERATION_NOT_FOUND'],
    })
  })

  test('are never read through a symbolic link that leads out of the folder', async () => {
    const file = join(folder, 'to-link.yaml')
    await writeFile(
      file,
      `openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths: { /x: { $ref: 'shared/link.yaml' } }\n`,
    )
    expect(await load(pathToFileURL(file).href, 'same-directory')).toEqual({
      tools: [],
      codes: ['CONTRACT_FILE_UNREADABLE'],
    })
  })

  test('count together against the limit on bytes', async () => {
    const uri = pathToFileURL(join(folder, 'openapi.yaml')).href
    expect((await load(uri, 'same-directory', 400)).codes).toContain('CONTRACT_TOO_LARGE')
  })
})
