import { expect, test } from 'vitest'
import { joinBroken } from '../../src/cli/completion/join-broken.ts'

test.each<{ given: readonly string[]; want: readonly string[] }>([
  { given: [], want: [] },
  { given: ['call', 'x'], want: ['call', 'x'] },
  { given: ['check', '--format', '=', 'json'], want: ['check', '--format=json'] },
  { given: ['check', '--format', '='], want: ['check', '--format'] },
  { given: ['init', 'https', ':', '//x/y', '--yes'], want: ['init', 'https://x/y', '--yes'] },
  { given: ['call', 'x', 'a', ':=', '1'], want: ['call', 'x', 'a:=1'] },
])('$given', ({ given, want }) => {
  expect(joinBroken(given)).toEqual(want)
})
