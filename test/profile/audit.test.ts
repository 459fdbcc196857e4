import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import type { JsonValue } from '../../src/lib/json.ts'
import { parseProfiles } from '../../src/profile/parse.ts'
import { profilesSchema } from '../../src/profile/profile-schema.ts'
import { changed, text, URI } from './files.ts'

const AUDIT = '/profiles/technician/audit'
const validate = new Ajv2020({ strict: false }).compile(profilesSchema)

test.each<{ given: JsonValue; uri?: string; want: string | undefined; schema: boolean }>([
  { given: { file: 'audit.jsonl' }, want: 'file:///home/ada/audit.jsonl', schema: true },
  { given: { file: '../log/a b#1.jsonl' }, want: 'file:///home/log/a%20b%231.jsonl', schema: true },
  { given: { file: '/var/log/audit.jsonl' }, want: 'file:///var/log/audit.jsonl', schema: true },
  { given: { file: 'audit.jsonl' }, uri: 'https://conf.example/p.json', want: undefined, schema: true },
  { given: { file: 'https://log.example/audit' }, want: undefined, schema: true },
  { given: { file: '//share/audit.jsonl' }, want: undefined, schema: true },
  { given: { file: ' ' }, want: undefined, schema: false },
  { given: {}, want: undefined, schema: false },
  { given: { file: 'a', level: 'all' }, want: undefined, schema: false },
  { given: 'audit.jsonl', want: undefined, schema: false },
])('audit $given of $uri', ({ given, uri = URI, want, schema }) => {
  const file = changed(AUDIT, given)
  const parsed = parseProfiles(text(file), uri)
  expect(parsed.ok ? parsed.value.profiles.get('technician')?.audit?.file : undefined).toBe(want)
  expect(parsed.ok).toBe(want !== undefined)
  expect(validate(JSON.parse(text(file)))).toBe(schema)
})
