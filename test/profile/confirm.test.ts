import { expect, test } from 'vitest'
import type { JsonValue } from '../../src/lib/json.ts'
import { parseProfiles } from '../../src/profile/parse.ts'
import { changed, text, URI } from './files.ts'

test.each<{ given: JsonValue | undefined; want: unknown }>([
  { given: true, want: true },
  { given: false, want: false },
  { given: undefined, want: undefined },
  { given: 'yes', want: ['PROFILES_INVALID'] },
  { given: 1, want: ['PROFILES_INVALID'] },
])('"confirm": $given', ({ given, want }) => {
  const file = parseProfiles(text(changed('/profiles/technician/tools/1/confirm', given)), URI)
  const found = file.ok
    ? file.value.profiles.get('technician')?.tools[1]?.confirm
    : file.problems.map(({ code }) => code)
  expect(found).toEqual(want)
})
