import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { profilesSchema } from '../../src/profile/profile-schema.ts'

const SHIPPED = new URL('../../profiles/', import.meta.url)
const SCHEMA = 'agent-profiles.schema.json'
const read = (name: string) => readFileSync(new URL(name, SHIPPED), 'utf8')

test('the shipped schema is what the program prints', () => {
  const printed = `${JSON.stringify(profilesSchema, undefined, 2)}\n`
  expect(read(SCHEMA), `Write it again: bridge schema > profiles/${SCHEMA}`).toBe(printed)
})

test.each(readdirSync(SHIPPED).filter((name) => name !== SCHEMA))('%s refers to it', (name) => {
  expect(JSON.parse(read(name)).$schema).toBe(`./${SCHEMA}`)
})
