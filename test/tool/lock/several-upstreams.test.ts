import { expect, test } from 'vitest'
import { compareProfiles } from '../../../src/plan/lock/compare-profile.ts'
import { lockText } from '../../../src/plan/lock/lock-text.ts'
import type { LockedProfile } from '../../../src/plan/lock/model.ts'
import { parseLock } from '../../../src/plan/lock/parse-lock.ts'
import { DOCUMENT, locked, shortly } from './locking.ts'

/** As a profile of several upstreams pins it, of which each is like this one. */
async function several(...names: readonly string[]): Promise<LockedProfile> {
  const { upstreams } = await locked(DOCUMENT)
  const [one] = upstreams.values()
  if (one === undefined) throw new Error('nothing was locked')
  return { rules: { grants: ['a:b_c'] }, upstreams: new Map(names.map((name) => [name, one])) }
}

test('a lock of several is what its text says', async () => {
  const profiles = new Map([
    ['several', await several('shop', 'pos')],
    ['one', await locked(DOCUMENT)],
  ])
  const parsed = await parseLock(lockText({ profiles }))
  expect(parsed).toEqual({ ok: true, value: { profiles } })
})

test('a lock of one has no names in it', async () => {
  const text = lockText({ profiles: new Map([['one', await locked(DOCUMENT)]]) })
  expect(Object.keys(JSON.parse(text).profiles.one)).toEqual([
    'auth',
    'baseUrl',
    'contract',
    'operations',
    'rules',
    'servers',
  ])
})

test.each<{ from: readonly string[]; to: readonly string[]; want: readonly string[] }>([
  { from: ['shop', 'pos'], to: ['pos', 'shop'], want: [] },
  { from: ['shop', 'pos'], to: ['shop'], want: ['- breaking upstream'] },
  { from: ['shop'], to: ['shop', 'pos'], want: ['- widening upstream'] },
  { from: ['shop'], to: ['till'], want: ['- widening upstream', '- breaking upstream'] },
])('$from → $to', async ({ from, to, want }) => {
  expect(shortly(compareProfiles(await several(...from), await several(...to)))).toEqual(want)
})

test('a profile that gets a second upstream says so', async () => {
  const changes = compareProfiles(await locked(DOCUMENT), await several('shop', 'pos'))
  expect(shortly(changes)).toEqual([
    '- widening grant',
    '- widening upstream',
    '- widening upstream',
    '- breaking upstream',
  ])
  expect(changes.map(({ upstream }) => upstream)).toEqual(['', 'shop', 'pos', ''])
})
