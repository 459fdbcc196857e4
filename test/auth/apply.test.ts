import { expect, test } from 'vitest'
import { authorise } from '../../src/auth/apply.ts'
import type { CredentialUse } from '../../src/plan/model.ts'
import type { Header } from '../../src/upstream/model.ts'
import { Secret } from '../../src/upstream/secret.ts'

const CREDENTIALS = {
  byVariable: new Map([
    ['FAKE_TOKEN', new Secret('t0ken+/=&%')],
    ['FAKE_USER', new Secret('ann')],
    ['FAKE_PASSWORD', new Secret('pass:word')],
  ]),
  secrets: [],
}
const BASE = { applies: 'declared', pointer: '' } as const
const token = { env: 'FAKE_TOKEN' }
const BEARER: CredentialUse = { credential: { ...BASE, type: 'bearer', token }, in: 'header', name: 'Authorization' }
const BASIC: CredentialUse = {
  credential: { ...BASE, type: 'basic', username: { env: 'FAKE_USER' }, password: { env: 'FAKE_PASSWORD' } },
  in: 'header',
  name: 'Authorization',
}

interface Case {
  readonly uses: readonly CredentialUse[]
  readonly headers?: readonly Header[]
  readonly target?: string
  readonly want: { readonly headers?: readonly Header[]; readonly target?: string }
}

test.each<Case>([
  { uses: [], headers: [['accept', '*/*']], want: { headers: [['accept', '*/*']] } },
  { uses: [BEARER], want: { headers: [['Authorization', 'Bearer t0ken+/=&%']] } },
  { uses: [BASIC], want: { headers: [['Authorization', 'Basic YW5uOnBhc3M6d29yZA==']] } },
  {
    uses: [BEARER],
    headers: [
      ['authorization', 'x'],
      ['accept', '*/*'],
      ['AUTHORIZATION', 'y'],
    ],
    want: {
      headers: [
        ['accept', '*/*'],
        ['Authorization', 'Bearer t0ken+/=&%'],
      ],
    },
  },
  { uses: [key('header', 'X-User-Token')], want: { headers: [['X-User-Token', 't0ken+/=&%']] } },
  { uses: [key('query', 'key')], want: { target: '/jobs?key=t0ken%2B%2F%3D%26%25' } },
  { uses: [key('query', 'a b')], target: '/jobs?', want: { target: '/jobs?a%20b=t0ken%2B%2F%3D%26%25' } },
  {
    uses: [key('query', 'key')],
    target: '/jobs?a=1&key=theirs&k%65y=2&b=%2F&c=x?y',
    want: { target: '/jobs?a=1&b=%2F&c=x?y&key=t0ken%2B%2F%3D%26%25' },
  },
  { uses: [key('query', 'key')], target: '/jobs?%=1', want: { target: '/jobs?%=1&key=t0ken%2B%2F%3D%26%25' } },
  { uses: [key('cookie', 'sid')], want: { headers: [['cookie', 'sid=t0ken+/=&%']] } },
  {
    uses: [key('cookie', 'sid')],
    headers: [
      ['Cookie', 'theme=dark; sid=theirs'],
      ['x', 'y'],
      ['cookie', 'lang=en'],
    ],
    want: {
      headers: [
        ['x', 'y'],
        ['cookie', 'theme=dark; lang=en; sid=t0ken+/=&%'],
      ],
    },
  },
  {
    uses: [BEARER, key('query', 'key'), key('header', 'X-Key')],
    want: {
      headers: [
        ['Authorization', 'Bearer t0ken+/=&%'],
        ['X-Key', 't0ken+/=&%'],
      ],
      target: '/jobs?key=t0ken%2B%2F%3D%26%25',
    },
  },
])('authorise %#: $uses', ({ uses, headers = [], target = '/jobs', want }) => {
  const request = { method: 'POST', origin: 'https://api.example.com', target, headers, body: '{}' }
  const before = structuredClone(request)
  // what stands in the query twice is looked at where it matters: on the way of a redirect
  const { inQuery: _again, ...sent } = authorise(request, uses, CREDENTIALS)
  expect(sent).toEqual({ ...request, ...want })
  expect(request).toEqual(before)
})

test('a secret that was never read is a broken invariant', () => {
  const request = { method: 'GET', origin: 'https://api.example.com', target: '/', headers: [] }
  expect(() => authorise(request, [BEARER], { byVariable: new Map(), secrets: [] })).toThrow('FAKE_TOKEN')
})

function key(place: 'header' | 'query' | 'cookie', name: string): CredentialUse {
  return { credential: { ...BASE, type: 'apiKey', in: place, name, token }, in: place, name }
}
