import { describe, expect, test } from 'vitest'
import type { Server } from '../../src/contract/model.ts'
import { codesOf, type OperationParts, type ProfileParts, planOf, serverOf } from './factory.ts'

interface Row {
  readonly given: string
  readonly servers?: readonly Server[]
  readonly uri?: string
  readonly own?: readonly Server[]
  readonly profile?: ProfileParts
  readonly base?: string
  readonly codes?: readonly string[]
}

const RELATIVE_OF_FILE: Server = { url: undefined, written: '/v1', pointer: '/servers/0' }
const UNFILLED: Server = { url: undefined, written: 'https://{host}/v1', pointer: '/servers/0' }
const BASE_URL: ProfileParts = { baseUrl: 'https://staging.example/v1' }

const ROWS: readonly Row[] = [
  // without baseUrl: one absolute server on the contract's own origin
  { given: 'own origin', servers: [serverOf('https://api.example/v1/')], base: 'https://api.example/v1' },
  { given: 'another origin', servers: [serverOf('https://other.example')], codes: ['SERVER_NOT_PERMITTED'] },
  {
    given: 'an origin that starts the same',
    servers: [serverOf('https://api.example.evil.net')],
    codes: ['SERVER_NOT_PERMITTED'],
  },
  {
    given: 'user info that looks like the origin',
    servers: [serverOf('https://api.example@evil.net')],
    codes: ['SERVER_NOT_PERMITTED'],
  },
  { given: 'another port', servers: [serverOf('https://api.example:8443')], codes: ['SERVER_NOT_PERMITTED'] },
  { given: 'plain http of the same host', servers: [serverOf('http://api.example')], codes: ['SERVER_NOT_PERMITTED'] },
  { given: 'relative', servers: [serverOf('https://api.example/', '/')], codes: ['SERVER_MISSING'] },
  {
    given: 'without scheme',
    servers: [serverOf('https://api.example/', '//api.example')],
    base: 'https://api.example',
  },
  { given: 'variables without values', servers: [UNFILLED], codes: ['SERVER_MISSING'] },
  {
    given: 'two',
    servers: [serverOf('https://api.example/v1'), serverOf('https://api.example/v2')],
    codes: ['SERVER_MISSING'],
  },
  { given: 'none', servers: [], codes: ['SERVER_MISSING'] },
  { given: 'a file as contract', uri: 'file:///openapi.json', codes: ['SERVER_MISSING'] },

  // with baseUrl
  {
    given: 'the same origin and path',
    profile: BASE_URL,
    servers: [serverOf('https://staging.example/v1')],
    base: 'https://staging.example/v1',
  },
  {
    given: 'the same path elsewhere',
    profile: BASE_URL,
    servers: [serverOf('https://api.example/v1')],
    base: 'https://staging.example/v1',
    codes: ['(SERVER_IGNORED)'],
  },
  {
    given: 'several elsewhere',
    profile: BASE_URL,
    servers: [serverOf('https://a.example/v1'), serverOf('https://b.example/v1')],
    base: 'https://staging.example/v1',
    codes: ['(SERVER_IGNORED)'],
  },
  {
    given: 'a path that baseUrl lacks',
    profile: { baseUrl: 'https://api.example' },
    servers: [serverOf('https://api.example/v1')],
    base: 'https://api.example',
    codes: ['(SERVER_PATH_IGNORED)'],
  },
  {
    given: 'a relative path that baseUrl lacks',
    profile: { baseUrl: 'https://api.example' },
    uri: 'file:///x',
    servers: [RELATIVE_OF_FILE],
    base: 'https://api.example',
    codes: ['(SERVER_PATH_IGNORED)'],
  },
  {
    given: 'a path behind a prefix',
    profile: { baseUrl: 'https://api.example/proxy/v1' },
    base: 'https://api.example/proxy/v1',
  },

  // an operation's own servers
  {
    given: 'own path on the same origin',
    own: [serverOf('https://api.example/upload')],
    base: 'https://api.example/upload',
  },
  {
    given: "own path on the root server's origin, with baseUrl",
    profile: BASE_URL,
    own: [serverOf('https://api.example/upload')],
    base: 'https://staging.example/upload',
    codes: ['(SERVER_IGNORED)'],
  },
  { given: 'own server elsewhere', own: [serverOf('https://upload.example')], codes: ['SERVER_NOT_PERMITTED'] },
  {
    given: 'own server elsewhere, listed',
    own: [serverOf('https://upload.example/v2')],
    profile: { servers: ['https://upload.example'] },
    base: 'https://upload.example/v2',
  },
  {
    given: 'own servers, one of them permitted',
    own: [serverOf('https://upload.example'), serverOf('https://api.example/eu')],
    base: 'https://api.example/eu',
  },
  {
    given: 'own relative server of a file',
    uri: 'file:///x',
    servers: [RELATIVE_OF_FILE],
    profile: BASE_URL,
    own: [{ ...RELATIVE_OF_FILE, written: '/v2' }],
    base: 'https://staging.example/v2',
  },
  { given: 'own server with variables without values', own: [UNFILLED], codes: ['SERVER_NOT_PERMITTED'] },
]

describe('the base', () => {
  test.each(ROWS)('$given', ({ servers, uri, own, profile, base, codes }) => {
    const operation: OperationParts = own === undefined ? {} : { servers: own, serversDeclaredAt: 'operation' }
    const checked = planOf(profile ?? {}, {
      operations: [operation],
      ...(servers === undefined ? {} : { servers }),
      ...(uri === undefined ? {} : { uri }),
    })
    expect(codesOf(checked)).toEqual(codes ?? [])
    const planned = checked.ok ? checked.value.tools[0]?.base : undefined
    expect(planned && planned.origin + planned.path).toBe(base)
  })
})
