import { describe, expect, test } from 'vitest'
import type { SecurityAlternative, SecurityScheme } from '../../src/contract/model.ts'
import type { Auth, Credential } from '../../src/profile/model.ts'
import { apiKey, BASIC, BEARER, codesOf, NONE, parameterOf, planOf, requirement } from './factory.ts'

const SCHEMES: ReadonlyMap<string, SecurityScheme> = new Map([
  ['bearer', { type: 'http', scheme: 'Bearer' }],
  ['basic', { type: 'http', scheme: 'basic' }],
  ['digest', { type: 'http', scheme: 'digest' }],
  ['oauth', { type: 'oauth2' }],
  ['oidc', { type: 'openIdConnect' }],
  ['mtls', { type: 'mutualTLS' }],
  ['header', { type: 'apiKey', in: 'header', name: 'X-User-Token' }],
  ['query', { type: 'apiKey', in: 'query', name: 'key' }],
  ['session', { type: 'apiKey', in: 'query', name: 'token' }],
  ['raw', { type: 'apiKey', in: 'header', name: 'authorization' }],
])

const one = (...names: readonly string[]): SecurityAlternative =>
  names.map((name) => requirement(name, SCHEMES.get(name)))
const ANONYMOUS: SecurityAlternative = []
const single = (credential: Credential): Auth => ({ kind: 'single', credential })
const always = (credential: Credential): Credential => ({ ...credential, applies: 'always' })
const schemes = (entries: Record<string, Credential>): Auth => ({
  kind: 'schemes',
  schemes: new Map(Object.entries(entries)),
})

const AUTHORIZATION = 'header Authorization'
const TOKEN = 'header X-User-Token'

interface Row {
  readonly given: string
  readonly security: readonly SecurityAlternative[] | undefined
  /** Whether other operations declare some. */
  readonly others?: boolean
  /** The operation's parameters in the query, required unless marked with a `?`. */
  readonly parameters?: readonly string[]
  readonly auth: Auth
  readonly uses?: readonly string[]
  readonly codes?: readonly string[]
}

const ROWS: readonly Row[] = [
  { given: 'security: []', security: [], auth: single(BEARER), uses: [] },
  { given: 'nothing, where others have', security: undefined, others: true, auth: single(BEARER), uses: [] },
  { given: 'nothing anywhere', security: undefined, auth: single(BEARER), uses: [AUTHORIZATION] },
  { given: 'nothing anywhere, none', security: undefined, auth: single(NONE), uses: [] },
  {
    given: 'nothing anywhere, one scheme',
    security: undefined,
    auth: schemes({ header: apiKey('X-User-Token') }),
    uses: [TOKEN],
  },
  {
    given: 'nothing anywhere, two schemes',
    security: undefined,
    auth: schemes({ header: apiKey('X-User-Token'), bearer: BEARER }),
    uses: [TOKEN],
  },

  { given: 'http bearer', security: [one('bearer')], auth: single(BEARER), uses: [AUTHORIZATION] },
  { given: 'oauth2', security: [one('oauth')], auth: single(BEARER), uses: [AUTHORIZATION] },
  { given: 'openIdConnect', security: [one('oidc')], auth: single(BEARER), uses: [AUTHORIZATION] },
  { given: 'http basic', security: [one('basic')], auth: single(BASIC), uses: [AUTHORIZATION] },
  {
    given: 'apiKey, its name in another case',
    security: [one('header')],
    auth: single(apiKey('x-user-token')),
    uses: ['header x-user-token'],
  },
  { given: 'apiKey in the query', security: [one('query')], auth: single(apiKey('key', 'query')), uses: ['query key'] },

  {
    given: 'apiKey in the query, its name in another case',
    security: [one('query')],
    auth: single(apiKey('Key', 'query')),
    codes: ['SECURITY_UNSATISFIED'],
  },
  {
    given: 'apiKey in another place',
    security: [one('query')],
    auth: single(apiKey('key')),
    codes: ['SECURITY_UNSATISFIED'],
  },
  {
    given: 'apiKey of another name',
    security: [one('header')],
    auth: single(apiKey('X-Api-Key')),
    codes: ['SECURITY_UNSATISFIED'],
  },
  { given: 'bearer for apiKey', security: [one('header')], auth: single(BEARER), codes: ['SECURITY_UNSATISFIED'] },
  { given: 'bearer for basic', security: [one('basic')], auth: single(BEARER), codes: ['SECURITY_UNSATISFIED'] },
  { given: 'basic for bearer', security: [one('bearer')], auth: single(BASIC), codes: ['SECURITY_UNSATISFIED'] },
  { given: 'digest', security: [one('digest')], auth: single(BASIC), codes: ['SECURITY_UNSATISFIED'] },
  { given: 'mutualTLS', security: [one('mtls')], auth: single(BEARER), codes: ['SECURITY_UNSATISFIED'] },
  {
    given: 'a scheme that is not declared',
    security: [one('gone')],
    auth: single(BEARER),
    codes: ['SECURITY_UNSATISFIED'],
  },
  { given: 'none', security: [one('bearer')], auth: single(NONE), codes: ['SECURITY_UNSATISFIED'] },

  {
    given: 'the second alternative',
    security: [one('header'), one('bearer')],
    auth: single(BEARER),
    uses: [AUTHORIZATION],
  },
  {
    given: 'the first of two',
    security: [one('bearer'), one('header')],
    auth: schemes({ header: apiKey('X-User-Token'), bearer: BEARER }),
    uses: [AUTHORIZATION],
  },
  { given: 'optional, satisfied', security: [ANONYMOUS, one('bearer')], auth: single(BEARER), uses: [AUTHORIZATION] },
  { given: 'optional, not satisfied', security: [one('header'), ANONYMOUS], auth: single(BEARER), uses: [] },
  { given: 'optional, none', security: [one('bearer'), ANONYMOUS], auth: single(NONE), uses: [] },

  {
    given: 'both together',
    security: [one('bearer', 'header')],
    auth: schemes({ header: apiKey('X-User-Token'), bearer: BEARER }),
    uses: [AUTHORIZATION, TOKEN],
  },
  { given: 'half of both', security: [one('bearer', 'header')], auth: single(BEARER), codes: ['SECURITY_UNSATISFIED'] },
  {
    given: 'one credential for two schemes of one place',
    security: [one('bearer', 'oauth')],
    auth: single(BEARER),
    uses: [AUTHORIZATION],
  },
  {
    given: 'alternatives that the parameters say are needed together',
    security: [one('query'), one('session')],
    parameters: ['key', 'token'],
    auth: schemes({ query: apiKey('key', 'query'), session: apiKey('token', 'query') }),
    uses: ['query key', 'query token'],
  },
  {
    given: 'an optional parameter of a credential that is not chosen',
    security: [one('bearer')],
    parameters: ['key?'],
    auth: schemes({ query: apiKey('key', 'query'), bearer: BEARER }),
    uses: [AUTHORIZATION],
  },
  {
    given: 'a parameter of the credential, where nothing is asked',
    security: [],
    parameters: ['key'],
    auth: single(apiKey('key', 'query')),
    codes: ['PARAMETER_CREDENTIAL'],
  },
  {
    given: 'a parameter of the credential, where only others have security',
    security: undefined,
    others: true,
    parameters: ['key'],
    auth: single(apiKey('key', 'query')),
    uses: ['query key'],
  },
  {
    given: 'the same header as apiKey and as bearer',
    security: [one('raw', 'bearer')],
    auth: schemes({ raw: apiKey('Authorization'), bearer: BEARER }),
    uses: [AUTHORIZATION],
  },
  {
    given: 'the same header as apiKey and as bearer, one credential',
    security: [one('raw', 'bearer')],
    auth: single(BEARER),
    uses: [AUTHORIZATION],
  },
  {
    given: 'two credentials for one place',
    security: [one('bearer', 'basic')],
    auth: schemes({ bearer: BEARER, basic: BASIC }),
    codes: ['SECURITY_UNSATISFIED'],
  },
  {
    given: 'a credential under the name of another scheme',
    security: [one('bearer')],
    auth: schemes({ oauth: BEARER }),
    codes: ['SECURITY_UNSATISFIED'],
  },
  {
    given: 'a credential of the wrong type for its scheme',
    security: [one('bearer')],
    auth: schemes({ bearer: BASIC }),
    codes: ['SECURITY_UNSATISFIED'],
  },
  {
    given: 'a scheme that the contract does not know',
    security: [one('bearer')],
    auth: schemes({ bearer: BEARER, baerer: BEARER }),
    codes: ['SECURITY_SCHEME_UNKNOWN'],
  },
  {
    given: 'a name of the prototype',
    security: [one('toString')],
    auth: schemes({ bearer: BEARER }),
    codes: ['SECURITY_UNSATISFIED'],
  },

  { given: 'always, on security: []', security: [], auth: single(always(BEARER)), uses: [AUTHORIZATION] },
  {
    given: 'always, where others have some',
    security: undefined,
    others: true,
    auth: single(always(BEARER)),
    uses: [AUTHORIZATION],
  },
  { given: 'always, another scheme', security: [one('header')], auth: single(always(BEARER)), uses: [AUTHORIZATION] },
  { given: 'always none', security: [one('bearer')], auth: single(always(NONE)), uses: [] },
  {
    given: 'always beside what is declared',
    security: [one('bearer')],
    auth: schemes({ header: always(apiKey('X-User-Token')), bearer: BEARER }),
    uses: [TOKEN, AUTHORIZATION],
  },
]

describe('credentials', () => {
  test.each(ROWS)('$given', ({ security, others, parameters = [], auth, uses, codes }) => {
    const checked = planOf(
      { auth },
      {
        operations: [
          {
            security,
            parameters: parameters.map((name) =>
              parameterOf({ name: name.replace('?', ''), in: 'query', required: !name.endsWith('?') }),
            ),
          },
        ],
        securitySchemes: SCHEMES,
        ...(others === undefined ? {} : { declaresSecurity: others }),
      },
    )
    const errors = codesOf(checked).filter((code) => !code.startsWith('('))
    expect(errors).toEqual(codes ?? [])
    const planned = checked.ok ? checked.value.tools[0]?.credentials : undefined
    expect(planned?.map((use) => `${use.in} ${use.name}`)).toEqual(uses)
  })

  test('what is asked for and what is there', () => {
    const { problems } = planOf(
      { credential: apiKey('X-Api-Key') },
      { operations: [{ security: [one('bearer'), one('header', 'gone')] }], securitySchemes: SCHEMES },
    )
    expect(problems).toMatchObject([
      {
        code: 'SECURITY_UNSATISFIED',
        operation: 'GET /jobs',
        args: {
          needs: ['bearer (http Bearer)', 'header (apiKey header X-User-Token) + gone (not declared)'],
          has: 'apiKey header X-Api-Key',
        },
      },
    ])
  })

  test('an unknown scheme comes with the nearest names', () => {
    const auth = schemes({ baerer: BEARER })
    const { problems } = planOf({ auth }, { operations: [{ security: [] }], securitySchemes: SCHEMES })
    expect(problems[0]?.args).toMatchObject({ scheme: 'baerer', nearest: expect.arrayContaining(['bearer']) })
  })
})
