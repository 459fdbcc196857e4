import { describe, expect, test } from 'vitest'
import type { SecurityScheme } from '../../src/contract/model.ts'
import { mustRead, openapi, operation } from './read.ts'

describe('schemes', () => {
  const apiKey = (place: string) => ({ type: 'apiKey', in: place, name: 'X-Key' })
  const oauth = { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: {} } } }
  test.each<[written: unknown, want: SecurityScheme | undefined]>([
    [apiKey('header'), { type: 'apiKey', in: 'header', name: 'X-Key' }],
    [apiKey('query'), { type: 'apiKey', in: 'query', name: 'X-Key' }],
    [apiKey('cookie'), { type: 'apiKey', in: 'cookie', name: 'X-Key' }],
    [apiKey('path'), undefined],
    [{ type: 'apiKey', in: 'header' }, undefined],
    [
      { type: 'http', scheme: 'Bearer', bearerFormat: 'JWT' },
      { type: 'http', scheme: 'bearer' },
    ],
    [
      { type: 'http', scheme: 'basic' },
      { type: 'http', scheme: 'basic' },
    ],
    [
      { type: 'http', scheme: 'digest' },
      { type: 'http', scheme: 'digest' },
    ],
    [{ type: 'http' }, { type: 'http', scheme: '' }],
    [oauth, { type: 'oauth2' }],
    [{ type: 'openIdConnect', openIdConnectUrl: 'https://a.example' }, { type: 'openIdConnect' }],
    [{ type: 'mutualTLS' }, { type: 'mutualTLS' }],
    [{ $ref: '#/components/securitySchemes/other' }, { type: 'http', scheme: 'bearer' }],
    [{ $ref: '#/components/securitySchemes/none' }, undefined],
    [{ $ref: 'https://evil.example/scheme' }, undefined],
    [{ type: 'constructor' }, undefined],
    [{ type: '__proto__' }, undefined],
    [{ type: 'unheard of' }, undefined],
    [{}, undefined],
    [null, undefined],
  ])('%j', async (written, want) => {
    const securitySchemes = { it: written, other: { type: 'http', scheme: 'bearer' } }
    const contract = await mustRead({
      ...openapi({ '/a': { get: { security: [{ it: ['s'] }] } } }, { securitySchemes }),
    })
    expect(contract.securitySchemes.get('it')).toEqual(want)
    const read = operation(contract, 'GET /a')
    expect(read.ok && read.value.security).toEqual([[{ name: 'it', scopes: ['s'], scheme: want }]])
  })

  test.each([
    [{ type: 'basic' }, { type: 'http', scheme: 'basic' }],
    [
      { type: 'apiKey', in: 'query', name: 'k' },
      { type: 'apiKey', in: 'query', name: 'k' },
    ],
    [{ type: 'oauth2', flow: 'implicit' }, { type: 'oauth2' }],
  ])('%j of 2.0', async (written, want) => {
    const contract = await mustRead({ swagger: '2.0', securityDefinitions: { it: written }, paths: {} })
    expect(contract.securitySchemes.get('it')).toEqual(want)
  })
})

describe('what is in force', () => {
  const known = { type: 'http', scheme: 'bearer' } as const
  const requirement = (name: string) => ({ name, scopes: [], scheme: name === 'known' ? known : undefined })
  test.each<{ name: string; root: object; own: object; want: unknown; declares: boolean }>([
    { name: 'nothing anywhere', root: {}, own: {}, want: undefined, declares: false },
    { name: 'the root', root: { security: [{ known: [] }] }, own: {}, want: [[requirement('known')]], declares: true },
    { name: 'none, said at the root', root: { security: [] }, own: {}, want: [], declares: true },
    {
      name: 'none, said by the operation',
      root: { security: [{ known: [] }] },
      own: { security: [] },
      want: [],
      declares: true,
    },
    {
      name: 'the operation alone',
      root: {},
      own: { security: [{ known: [] }] },
      want: [[requirement('known')]],
      declares: true,
    },
    {
      name: 'alternatives in their order, together and anonymous',
      root: {},
      own: { security: [{ known: [], other: [] }, {}, { constructor: [] }] },
      want: [[requirement('known'), requirement('other')], [], [requirement('constructor')]],
      declares: true,
    },
  ])('$name', async ({ root, own, want, declares }) => {
    const contract = await mustRead({ ...openapi({ '/a': { get: own } }, { securitySchemes: { known } }), ...root })
    const read = operation(contract, 'GET /a')
    expect(read.ok && read.value.security).toEqual(want)
    expect(contract.declaresSecurity).toBe(declares)
  })
})

describe('what is not understood does not pass for "none needed"', () => {
  test.each([
    [{ known: [] }, ''],
    ['known', ''],
    [null, ''],
    [true, ''],
    [['known'], '/0'],
    [[{ known: [] }, null], '/1'],
    [[['known']], '/0'],
  ])('%j', async (security, below) => {
    const known = { type: 'http', scheme: 'bearer' }
    const refusal = (pointer: string) => ({
      code: 'OPERATION_INVALID',
      severity: 'error',
      at: expect.objectContaining({ pointer }),
      args: { operation: 'one', detail: '"security" is no list of requirements' },
    })
    const paths = {
      '/a': { get: { operationId: 'one', security } },
      '/b': { get: { operationId: 'one' } },
      '/c': { get: { security: [] } },
    }
    const contract = await mustRead({ ...openapi(paths, { securitySchemes: { known } }), security })
    expect(operation(contract, 'GET /a').problems).toEqual([refusal(`/paths/~1a/get/security${below}`)])
    expect(operation(contract, 'GET /b').problems).toEqual([refusal(`/security${below}`)])
    expect(operation(contract, 'GET /c').problems).toEqual([])
    expect(contract.declaresSecurity).toBe(true)
  })
})
