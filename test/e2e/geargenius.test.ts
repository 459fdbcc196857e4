import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MANAGER_OPERATIONS } from '../../fixtures/geargenius/manager.ts'
import managerDocument from '../../fixtures/geargenius/manager-openapi.json' with { type: 'json' }
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { TECHNICIAN_OPERATIONS } from '../../fixtures/geargenius/technician.ts'
import technicianDocument from '../../fixtures/geargenius/technician-openapi.json' with { type: 'json' }

let api: GearGenius
beforeAll(async () => {
  api = await startGearGenius()
})
afterAll(() => api.close())

const METHODS = new Set(['get', 'post', 'patch', 'delete'])

function referencesOf(document: { readonly paths: object }): readonly string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => METHODS.has(key))
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
}

test.each([
  ['technician', technicianDocument, TECHNICIAN_OPERATIONS],
  ['manager', managerDocument, MANAGER_OPERATIONS],
])('the %s contract declares what the server does', (_, document, operations) => {
  expect(Object.keys(operations).sort()).toEqual([...referencesOf(document)].sort())
})

describe('answers', () => {
  const technician = { 'x-user-token': 'frp_fake_technician_token_0001' }
  const manager = { 'x-user-token': 'shopos_fake_manager_token_0002' }

  test.each([
    ['/api/gpt/health', '/api/gpt/health', {}],
    ['/api/gpt/user/profile', '/api/gpt/user/profile', technician],
    ['/api/gpt/user/stats?period=month', '/api/gpt/user/stats', technician],
    ['/api/gpt/user/jobs/job_1042', '/api/gpt/user/jobs/{jobId}', technician],
    ['/api/gpt/user/notes', '/api/gpt/user/notes', technician],
    ['/api/gpt/user/tools', '/api/gpt/user/tools', technician],
    ['/api/gpt/user/timer', '/api/gpt/user/timer', technician],
    ['/api/gpt/dtc/P0302', '/api/gpt/dtc/{code}', technician],
  ] as const)('GET %s is what the contract declares', async (target, path, headers) => {
    const ajv = new Ajv2020({ strict: false })
    addFormats.default(ajv)
    const pointer = `/paths/${path.replaceAll('/', '~1')}/get/responses/200/content/application~1json/schema`
    ajv.addSchema(technicianDocument, 'contract')
    const validate = ajv.compile({ $ref: `contract#${encodeURI(pointer)}` })
    const response = await fetch(api.origin + target, { headers })
    validate(await response.json())
    expect({ status: response.status, errors: validate.errors ?? [] }).toEqual({ status: 200, errors: [] })
  })

  test.each([
    ['no token', '/api/gpt/user/profile', {}, 401],
    ['an unknown token', '/api/gpt/user/profile', { 'x-user-token': 'revoked' }, 401],
    ["the other API's token", '/api/gpt/user/profile', manager, 403],
    ['a manager token for managers', '/api/shopos-org/stats', manager, 200],
    ['a technician token for managers', '/api/shopos-org/stats', technician, 403],
    ['a limit out of range', '/api/gpt/user/jobs/recent?limit=51', technician, 400],
    ["another technician's job", '/api/gpt/user/jobs/job_1041', technician, 404],
    ['an unknown path', '/api/gpt/user/wages', technician, 404],
    ['a path that does not decode', '/api/gpt/user/jobs/%zz', technician, 404],
  ])('%s', async (_, target, headers, status) => {
    const response = await fetch(api.origin + target, { headers })
    expect(response.status).toBe(status)
  })

  test('a job that was created can be found, changed and finished, by both', async () => {
    const send = (method: string, target: string, body: object): Promise<Response> =>
      fetch(api.origin + target, { method, body: JSON.stringify(body), headers: technician })
    const created = await send('POST', '/api/gpt/user/jobs', { title: 'Replace wheel bearing', flagHours: 1.9 })
    const { id } = Object(await created.json())
    await send('PATCH', `/api/gpt/user/jobs/${id}/status`, { status: 'completed' })
    const again = await send('PATCH', `/api/gpt/user/jobs/${id}/status`, { status: 'open' })
    const found = await fetch(`${api.origin}/api/shopos-org/jobs/search?limit=1`, { headers: manager })
    const { jobs } = Object(await found.json())
    expect([created.status, again.status, jobs[0].id, jobs[0].status]).toEqual([201, 409, id, 'completed'])
  })

  test('every fault of a body is named', async () => {
    const body = JSON.stringify({ laborHours: -1, vehicle: { vin: 'short' }, wages: 1 })
    const response = await fetch(`${api.origin}/api/gpt/user/jobs`, { method: 'POST', body, headers: technician })
    const { status, errors } = Object(await response.json())
    const fields = errors.map((error: { readonly field: string }) => error.field)
    expect([status, fields]).toEqual([422, ['title', 'wages', 'laborHours', 'vehicle.vin']])
  })
})
