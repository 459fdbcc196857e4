import { describe, expect, test } from 'vitest'
import type { Context } from '../../src/cli/context.ts'
import { plainStart } from '../../src/cli/plain-start.ts'
import { createProgram } from '../../src/cli/program.ts'

describe('a plain start', () => {
  test.each([
    { given: 'start', want: { options: {}, startOptions: {} } },
    { given: 'start --profile a', want: { options: {}, startOptions: { profile: 'a' } } },
    {
      given: '--profiles p.json start --audit log --base-url http://127.0.0.1:1 --allow-refs same-origin',
      want: {
        options: { profiles: 'p.json', baseUrl: ['http://127.0.0.1:1'], allowRefs: 'same-origin' },
        startOptions: { audit: 'log' },
      },
    },
    { given: 'start --contract start', want: { options: { contract: ['start'] }, startOptions: {} } },
    { given: '--profiles start start', want: { options: { profiles: 'start' }, startOptions: {} } },
    { given: 'start --no-cache --offline', want: { options: {}, startOptions: { cache: false, offline: true } } },
  ])('$given', ({ given, want }) => {
    expect(plainStart(given.split(' '))).toEqual(want)
  })
})

describe('anything else is for the parser', () => {
  test.each([
    '',
    'check',
    'start --help',
    'start more',
    'start --profile',
    'start --profile --audit',
    'start --profile=a',
    'start --profile a --profile b',
    'start --allow-refs everywhere',
    'start --toString a',
    'start --offline --offline',
    '--offline start',
    'start --offline true',
    '--profile a start',
    'start --',
  ])('%s', (given) => {
    expect(plainStart(given.split(' ').filter((word) => word !== ''))).toBeUndefined()
  })

  test('an empty value', () => {
    expect(plainStart(['start', '--profile', ''])).toBeUndefined()
  })
})

test('says what the parser says', async () => {
  const args = ['--contract', 'c.json', 'start', '--profiles', 'p.json', '--audit', 'log']
  let parsed: Context['options'] | undefined
  const program = createProgram(async (options) => {
    parsed = options
  })
  await program.parseAsync(args, { from: 'user' })
  expect(plainStart(args)?.options).toEqual(parsed)
})
