import { describe, expect, test } from 'vitest'
import { readCredentials } from '../../src/auth/credentials.ts'
import type { Credential } from '../../src/profile/model.ts'

const TOKEN = { env: 'FAKE_TOKEN' }
const BASE = { applies: 'declared', pointer: '/auth' } as const
const BEARER: Credential = { ...BASE, type: 'bearer', token: TOKEN }
const BASIC: Credential = { ...BASE, type: 'basic', username: { env: 'FAKE_USER' }, password: { env: 'FAKE_PASSWORD' } }

describe('readCredentials: good values are read whole', () => {
  test.each<{ given: Credential; env: Record<string, string>; want: Record<string, string> }>([
    { given: { ...BASE, type: 'none' }, env: { FAKE_TOKEN: 'unused' }, want: {} },
    { given: BEARER, env: { FAKE_TOKEN: 'abc.DEF-_~+/=', OTHER: 'x' }, want: { FAKE_TOKEN: 'abc.DEF-_~+/=' } },
    { given: BEARER, env: { FAKE_TOKEN: 'a"b;c,d\\e:f$g{h}' }, want: { FAKE_TOKEN: 'a"b;c,d\\e:f$g{h}' } },
    { given: BEARER, env: { FAKE_TOKEN: 'BearerOfNews' }, want: { FAKE_TOKEN: 'BearerOfNews' } },
    { given: { ...BEARER, prefix: 'gpra_' }, env: { FAKE_TOKEN: 'gpra_1' }, want: { FAKE_TOKEN: 'gpra_1' } },
    {
      given: BASIC,
      env: { FAKE_USER: 'ann', FAKE_PASSWORD: 'pass:word' },
      want: { FAKE_USER: 'ann', FAKE_PASSWORD: 'pass:word' },
    },
    {
      given: { ...BASIC, prefix: 'pat_' },
      env: { FAKE_USER: 'ann', FAKE_PASSWORD: 'pat_1' },
      want: { FAKE_USER: 'ann', FAKE_PASSWORD: 'pat_1' },
    },
  ])('$given.type $env', ({ given, env, want }) => {
    const read = readCredentials([given], variables(env))
    expect(read.ok && revealed(read.value.byVariable)).toEqual(want)
  })
})

describe('readCredentials: what would not arrive as it is is refused', () => {
  test.each<{ given: string | undefined; want: string; detail?: string; credential?: Credential }>([
    { given: undefined, want: 'CREDENTIAL_MISSING' },
    { given: '', want: 'CREDENTIAL_MISSING' },
    { given: '   ', want: 'CREDENTIAL_MALFORMED', detail: 'white space' },
    { given: 'canary-value ', want: 'CREDENTIAL_MALFORMED', detail: 'white space' },
    { given: 'canary-value\r\n', want: 'CREDENTIAL_MALFORMED', detail: 'white space' },
    { given: '\ufeffcanary-value', want: 'CREDENTIAL_MALFORMED', detail: 'white space' },
    { given: 'canary\nvalue', want: 'CREDENTIAL_MALFORMED', detail: 'visible ASCII' },
    { given: 'canary value', want: 'CREDENTIAL_MALFORMED', detail: 'space inside' },
    { given: 'canary\u00e9value', want: 'CREDENTIAL_MALFORMED', detail: 'visible ASCII' },
    { given: 'canary\x7fvalue', want: 'CREDENTIAL_MALFORMED', detail: 'visible ASCII' },
    { given: '"canary-value"', want: 'CREDENTIAL_MALFORMED', detail: 'quotes' },
    { given: "canary-value'", want: 'CREDENTIAL_MALFORMED', detail: 'quotes' },
    { given: 'Bearer canary-value', want: 'CREDENTIAL_MALFORMED', detail: 'Bearer' },
    { given: 'bearer canary-value', want: 'CREDENTIAL_MALFORMED', detail: 'Bearer' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the literal that clients leave behind
    { given: '${CANARY_VALUE}', want: 'CREDENTIAL_MALFORMED', detail: 'the client did not fill in' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a client left as it was
    { given: ' ${user_config.canary}', want: 'CREDENTIAL_MALFORMED', detail: 'the client did not fill in' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a client left as it was
    { given: 'Bearer ${input:canary-value}', want: 'CREDENTIAL_MALFORMED', detail: 'the client did not fill in' },
    { given: '<CANARY>', want: 'CREDENTIAL_MALFORMED', detail: 'the client did not fill in' },
    { given: '"{{canary}}"', want: 'CREDENTIAL_MALFORMED', detail: 'the client did not fill in' },
    { given: '%CANARY_VALUE%', want: 'CREDENTIAL_MALFORMED', detail: 'the client did not fill in' },
    { given: '$CANARY_VALUE', want: 'CREDENTIAL_MALFORMED', detail: 'the client did not fill in' },
    { given: '…', want: 'CREDENTIAL_MALFORMED', detail: 'the client did not fill in' },
    { given: 'canary'.repeat(3000), want: 'CREDENTIAL_MALFORMED', detail: '16384' },
    { given: 'x'.repeat(1_000_000), want: 'CREDENTIAL_MALFORMED', detail: '16384' },
    { given: 'canary-value', want: 'CREDENTIAL_PREFIX', credential: { ...BEARER, prefix: 'gpra_' } },
    {
      given: 'canary;value',
      want: 'CREDENTIAL_MALFORMED',
      detail: 'cookie',
      credential: { ...BASE, type: 'apiKey', in: 'cookie', name: 'sid', token: TOKEN },
    },
  ])('%#: $want $detail', ({ given, want, detail, credential = BEARER }) => {
    const read = readCredentials([credential], variables(given === undefined ? {} : { FAKE_TOKEN: given }))
    expect(read.problems.map(({ code }) => code)).toEqual([want])
    const said = JSON.stringify(read)
    expect(said).toContain('FAKE_TOKEN')
    expect(said).toContain(detail ?? '')
    expect(said).not.toMatch(/canary/i)
  })

  test('a missing one says how to renew it', () => {
    const read = readCredentials([{ ...BEARER, renew: 'Ask Ann.' }], variables({}))
    expect(read.problems[0]?.args).toEqual({ variable: 'FAKE_TOKEN', renew: 'Ask Ann.' })
  })

  test('a colon in a user name', () => {
    const read = readCredentials([BASIC], variables({ FAKE_USER: 'a:b', FAKE_PASSWORD: 'c:d' }))
    expect(read.problems.map(({ args }) => args)).toMatchObject([{ variable: 'FAKE_USER' }])
  })

  test('all of them at once, each variable once', () => {
    const read = readCredentials([BEARER, { ...BEARER, prefix: 'p_' }, BASIC], variables({ FAKE_PASSWORD: ' x' }))
    expect(read.problems.map(({ code, args }) => [code, 'variable' in args && args.variable])).toEqual([
      ['CREDENTIAL_MISSING', 'FAKE_TOKEN'],
      ['CREDENTIAL_MISSING', 'FAKE_USER'],
      ['CREDENTIAL_MALFORMED', 'FAKE_PASSWORD'],
    ])
  })
})

test('what no output may show: every secret, and the pair of basic authentication', () => {
  const read = readCredentials([BASIC], variables({ FAKE_USER: 'ann', FAKE_PASSWORD: 'secret-1' }))
  expect(read.ok && read.value.secrets.map((secret) => secret.reveal())).toEqual(['ann', 'secret-1', 'ann:secret-1'])
  expect(JSON.stringify(read)).not.toContain('secret-1')
})

function variables(env: Record<string, string>) {
  return { get: (name: string) => env[name] }
}

function revealed(secrets: ReadonlyMap<string, { reveal(): string }>) {
  return Object.fromEntries([...secrets].map(([name, secret]) => [name, secret.reveal()]))
}
