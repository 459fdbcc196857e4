import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/lib/json.ts'
import { parseProfiles } from '../../src/profile/parse.ts'
import { changed, text, URI } from './files.ts'

const T = '/profiles/technician'

function parsed(key: string, value: JsonValue, uri = URI) {
  const file = parseProfiles(text(changed(`${T}/${key}`, value)), uri)
  return file.ok ? file.value.profiles.get('technician') : file.problems.map(({ code }) => code)
}

describe('what is done with answers', () => {
  test.each<{ key: string; value: JsonValue; want: unknown }>([
    { key: 'outputSchema', value: true, want: { outputSchema: true } },
    { key: 'continuation', value: false, want: { continuation: false } },
    { key: 'files', value: {}, want: { files: { read: [] } } },
    { key: 'files', value: { save: './out' }, want: { files: { read: [], save: 'file:///home/ada/out' } } },
    {
      key: 'files',
      value: { read: ['in', '../b c', '/srv/x'] },
      want: { files: { read: ['file:///home/ada/in', 'file:///home/b%20c', 'file:///srv/x'] } },
    },
    { key: 'outputSchema', value: 'yes', want: ['PROFILES_INVALID'] },
    { key: 'continuation', value: 1, want: ['PROFILES_INVALID'] },
    { key: 'files', value: { save: 'https://x.example/out' }, want: ['PROFILES_INVALID'] },
    { key: 'files', value: { save: '' }, want: ['PROFILES_INVALID'] },
    { key: 'files', value: { read: 'in' }, want: ['PROFILES_INVALID'] },
    { key: 'files', value: { read: ['//server/share'] }, want: ['PROFILES_INVALID'] },
    { key: 'files', value: { write: 'x' }, want: ['PROFILES_UNKNOWN_KEY'] },
  ])('$key: $value', ({ key, value, want }) => {
    expect(parsed(key, value)).toMatchObject(Array.isArray(want) ? want : Object(want))
  })

  test('an entry may say otherwise than its profile', () => {
    const profile = parsed('tools/1/outputSchema', false)
    expect(Array.isArray(profile) ? undefined : profile?.tools[1]?.outputSchema).toBe(false)
  })

  test('a profiles file from elsewhere can not name folders of this machine', () => {
    const file = parseProfiles(
      text({
        version: 1,
        profiles: {
          technician: { upstream: { kind: 'openapi', contract: 'c.json' }, tools: ['a'], files: { save: '/tmp' } },
        },
      }),
      'https://conf.example/agent-profiles.json',
    )
    expect(file.problems.map(({ code }) => code)).toEqual(['PROFILES_INVALID'])
  })
})
