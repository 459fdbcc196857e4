import { describe, expect, test } from 'vitest'
import { type IssuedToken, lifetimeOf, timesOf } from '../../src/auth/issued-token.ts'
import { createTokenSource } from '../../src/bridge/token-source.ts'
import { type Checked, pass, refuse } from '../../src/problem/checked.ts'
import { problem } from '../../src/problem/problem.ts'
import { Secret } from '../../src/upstream/secret.ts'

/** A source whose tokens are numbered; `fail` has the next ones refused. */
function numbered(seconds?: number, ahead = false) {
  let clock = 1_000_000
  let count = 0
  const asked: boolean[] = []
  const seen: Secret[] = []
  const state = { fail: false }
  const timers: { ms: number; action: () => void }[] = []
  const source = createTokenSource({
    now: () => clock,
    ...(ahead ? { wake: (ms, action) => void timers.push({ ms, action }) } : {}),
    issued: (secret) => seen.push(secret),
    issue: async (_previous, refused): Promise<Checked<IssuedToken>> => {
      asked.push(refused)
      await Promise.resolve()
      if (state.fail)
        return refuse(problem('TOKEN_REFUSED', { source: 'upstream' }, { server: 'https://id.example', detail: '500' }))
      count++
      return pass({ secret: new Secret(`token-${count}`), ...timesOf(seconds, clock) })
    },
  })
  const value = async (): Promise<string> => {
    const token = await source.token()
    return token.ok ? token.value.secret.reveal() : token.problems[0].code
  }
  const later = (ms: number): void => {
    clock += ms
  }
  return { source, asked, seen, state, value, pass: later, timers }
}

test('one is asked for, however many wait', async () => {
  const { value, asked, seen } = numbered()
  expect(new Set(await Promise.all(Array.from({ length: 50 }, value)))).toEqual(new Set(['token-1']))
  expect([asked, seen.length]).toEqual([[false], 1])
})

test.each([
  { seconds: 300, after: 269_000, want: 'token-1' },
  { seconds: 300, after: 271_000, want: 'token-2' },
  { seconds: 20, after: 9_000, want: 'token-1' },
  { seconds: 20, after: 11_000, want: 'token-2' },
  { seconds: undefined, after: 1e12, want: 'token-1' },
])('a life of $seconds seconds, $after ms later', async ({ seconds, after, want }) => {
  const { value, pass } = numbered(seconds)
  await value()
  pass(after)
  expect(await value()).toBe(want)
})

test('a refused token is replaced once, and not again for a while', async () => {
  const { source, value, asked, seen, pass } = numbered()
  await value()
  const [first = new Secret('none')] = seen
  source.refused(first)
  source.refused(first)
  expect(await value()).toBe('token-2')
  // whoever was slow
  source.refused(first)
  expect(await value()).toBe('token-2')
  source.refused(seen[1] ?? first)
  expect(await value()).toBe('token-2')
  pass(30_000)
  expect(await value()).toBe('token-3')
  expect(asked).toEqual([false, true, true])
})

test('failures are thirty seconds apart, and a token that is still good is used meanwhile', async () => {
  const { value, state, asked, pass } = numbered(300)
  await value()
  state.fail = true
  pass(280_000)
  expect(await Promise.all([value(), value()])).toEqual(['token-1', 'token-1'])
  pass(10_000)
  expect(await value()).toBe('token-1')
  pass(15_000)
  expect(await value()).toBe('TOKEN_REFUSED')
  expect(asked).toHaveLength(2)
  pass(15_000)
  expect(await value()).toBe('TOKEN_REFUSED')
  expect(asked).toHaveLength(3)
  state.fail = false
  pass(29_000)
  expect(await value()).toBe('TOKEN_REFUSED')
  pass(1_000)
  expect(await value()).toBe('token-2')
})

test.each<[unknown, number | undefined]>([
  [300, 300],
  ['300', 300],
  [0, undefined],
  [-1, undefined],
  [1e12, 365 * 24 * 3600],
  [Number.NaN, undefined],
  ['soon', undefined],
  [null, undefined],
  [undefined, undefined],
  [{}, undefined],
])('expires_in %j is a life of %j seconds', (given, want) => {
  expect(lifetimeOf(given)).toBe(want)
})

describe('a token that vouches for the next one', () => {
  const fire = async ({ timers, pass: later, value }: ReturnType<typeof numbered>): Promise<string> => {
    const timer = timers.shift()
    later(timer?.ms ?? 0)
    timer?.action()
    return value()
  }

  test('is renewed at half of its life, though nobody calls', async () => {
    const all = numbered(86_400, true)
    await all.value()
    expect(all.timers.map(({ ms }) => ms)).toEqual([43_200_000])
    expect(await fire(all)).toBe('token-2')
    expect(all.timers.map(({ ms }) => ms)).toEqual([43_200_000])
  })

  test('is renewed again where that failed, and is used meanwhile', async () => {
    const all = numbered(86_400, true)
    await all.value()
    all.state.fail = true
    expect(await fire(all)).toBe('token-1')
    expect(all.timers.map(({ ms }) => ms)).toEqual([21_600_000])
    all.state.fail = false
    expect(await fire(all)).toBe('token-2')
  })

  test('is not renewed for a timer of one that it replaced', async () => {
    const all = numbered(86_400, true)
    await all.value()
    const [timer] = all.timers
    all.pass(86_400_000)
    expect(await all.value()).toBe('token-2')
    timer?.action()
    expect(await all.value()).toBe('token-2')
  })

  test.each([{ seconds: 90 }, { seconds: undefined }])(
    'of $seconds seconds: no sooner than calls need it',
    async ({ seconds }) => {
      const all = numbered(seconds, true)
      await all.value()
      expect(all.timers.map(({ ms }) => ms)).toEqual(seconds === undefined ? [] : [45_000])
      all.pass(40_000)
      expect(await all.value()).toBe('token-1')
    },
  )

  test('others are got when they are needed', async () => {
    const all = numbered(86_400)
    await all.value()
    expect(all.timers).toEqual([])
  })
})
