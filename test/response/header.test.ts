import { describe, expect, test } from 'vitest'
import { destination, nextLinkOf, retryAfterOf } from '../../src/response/header.ts'
import type { Header } from '../../src/upstream/model.ts'

describe('retryAfterOf', () => {
  const NOW = Date.parse('Sun, 06 Nov 1994 08:49:00 GMT')
  const answered: Header = ['date', 'Sun, 06 Nov 1994 08:49:27 GMT']
  test.each<{ given: readonly Header[]; want: number | undefined }>([
    { given: [], want: undefined },
    { given: [['retry-after', '2']], want: 2 },
    { given: [['retry-after', ' 0 ']], want: 0 },
    { given: [['retry-after', '999999']], want: 86_400 },
    { given: [['retry-after', '9'.repeat(400)]], want: 86_400 },
    { given: [['retry-after', '-1']], want: undefined },
    { given: [['retry-after', '1.5']], want: undefined },
    { given: [['retry-after', 'abc']], want: undefined },
    { given: [['retry-after', 'Soon, 99 Foo 1994 99:99:99 GMT']], want: undefined },
    { given: [['retry-after', 'Sun, 06 Nov 1994 08:49:37 GMT']], want: 37 },
    { given: [['retry-after', 'Sun, 06 Nov 1994 08:49:37 GMT'], answered], want: 10 },
    { given: [['retry-after', 'Sunday, 06-Nov-94 08:49:37 GMT'], answered], want: 10 },
    { given: [['retry-after', 'Sun, 06 Nov 1994 08:49:00 GMT'], answered], want: 0 },
    { given: [['retry-after', 'Fri, 31 Dec 1999 23:59:59 GMT'], answered], want: 86_400 },
  ])('$given', ({ given, want }) => {
    expect(retryAfterOf(given, NOW)).toBe(want)
  })
})

describe('nextLinkOf', () => {
  test.each<{ given: readonly string[]; want: string | undefined }>([
    { given: [], want: undefined },
    { given: ['<https://a.example/x?page=2>; rel="next"'], want: 'https://a.example/x?page=2' },
    { given: ['</x?page=2>;rel=next'], want: '/x?page=2' },
    { given: ['<a>; rel="prev", <b?q=1,2;3>; title="x, y; rel=next"; rel="last next"'], want: 'b?q=1,2;3' },
    { given: ['<a>; rel=prev', '<b>; REL = "Next"'], want: 'b' },
    { given: ['<a>; rel="nextish", <b>; rel="prev"', '<c>'], want: undefined },
    { given: ['<a>; title="<b>; rel=next"'], want: undefined },
  ])('$given', ({ given, want }) => {
    expect(nextLinkOf(given.map((value) => ['link', value]))).toBe(want)
  })
})

describe('destination', () => {
  const base = new URL('https://api.example.com/v1/jobs?limit=2')
  test.each<{ given: string; want: { sameOrigin: boolean; shown: string } | undefined }>([
    { given: '/login?token=abc#x', want: { sameOrigin: true, shown: '/login' } },
    { given: 'users', want: { sameOrigin: true, shown: '/v1/users' } },
    { given: 'https://API.example.com:443/x', want: { sameOrigin: true, shown: '/x' } },
    { given: 'http://api.example.com/x', want: { sameOrigin: false, shown: 'http://api.example.com' } },
    { given: 'https://api.example.com:444/x', want: { sameOrigin: false, shown: 'https://api.example.com:444' } },
    { given: 'https://u:p@evil.example/x?token=a', want: { sameOrigin: false, shown: 'https://evil.example' } },
    { given: '//evil.example/x', want: { sameOrigin: false, shown: 'https://evil.example' } },
    { given: '/\\evil.example/x', want: { sameOrigin: false, shown: 'https://evil.example' } },
    { given: 'javascript:alert(1)', want: undefined },
    { given: 'http://', want: undefined },
  ])('$given', ({ given, want }) => {
    const found = destination(given, base)
    expect(found && { sameOrigin: found.sameOrigin, shown: found.shown }).toEqual(want)
  })
})
