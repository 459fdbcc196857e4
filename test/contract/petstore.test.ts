import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Contract } from '../../src/contract/model.ts'
import golden from './petstore/golden.json' with { type: 'json' }
import { mustRead } from './read.ts'

const FILES = ['petstore-2.0.json', 'petstore-3.0.yaml', 'petstore-3.1.yaml', 'petstore-3.2.yaml']

/** The contract as plain data, every operation read whole; places differ between versions and are left out. */
function plain(contract: Contract): unknown {
  const operations = contract.operations.map((entry) => {
    const operation = contract.read(entry)
    if (!operation.ok) throw new Error(`${entry.key} can't be read`)
    const responses = operation.value.responses()
    if (!responses.ok) throw new Error(`the answers of ${entry.key} can't be read`)
    const { answers, ...rest } = operation.value
    expect(answers).toEqual(
      responses.value.responses.map(({ status, content }) => ({
        status,
        mediaTypes: content.map(({ mediaType }) => mediaType),
      })),
    )
    return { ...rest, responses: responses.value }
  })
  const { title, version, servers, declaresSecurity, securitySchemes } = contract
  const text = JSON.stringify(
    { title, version, servers, declaresSecurity, securitySchemes, operations },
    (name, value: unknown) => {
      if (name === 'pointer' || name === 'written') return undefined
      return value instanceof Map ? Object.fromEntries(value) : value
    },
  )
  return JSON.parse(text)
}

test.each(FILES)('%s is the one petstore', async (file) => {
  const contract = await mustRead(readFileSync(new URL(`petstore/${file}`, import.meta.url), 'utf8'))
  expect(plain(contract)).toEqual(golden)
})
