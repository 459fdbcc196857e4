import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/contract/document.ts'
import { readContract } from '../../src/contract/read-contract.ts'

const CORPUS = new URL('../../../shared/corpus/', import.meta.url)

interface Sample {
  readonly entry: string
  readonly versionFamily?: string
  readonly operations?: number
  readonly hasExternalRefs?: boolean
}

function samples(manifest: string): readonly Sample[] {
  const url = new URL(manifest, CORPUS)
  // the manifests are lists of samples
  return existsSync(url) ? (JSON.parse(readFileSync(url, 'utf8')) as Sample[]) : []
}

async function load({ entry }: Sample) {
  const url = new URL(entry, CORPUS)
  const document = await parseDocument(readFileSync(url), url.href)
  return document.ok ? readContract(document.value) : document
}

describe.skipIf(!existsSync(CORPUS))('real documents, where the corpus is at hand', () => {
  test.each(samples('manifest.json').map((sample) => [sample.entry, sample] as const))('%s', async (_, sample) => {
    const contract = await load(sample)
    if (!contract.ok) throw new Error(JSON.stringify(contract.problems))
    expect(contract.value.openapi).toBe(sample.versionFamily)
    if (sample.hasExternalRefs !== true) {
      expect(contract.value.unreadable).toEqual([])
      expect(contract.value.operations).toHaveLength(sample.operations ?? 0)
    }
    for (const entry of contract.value.operations) {
      const read = contract.value.read(entry)
      expect(read.ok ? read.value.key : read.problems.length).toBeTruthy()
      if (read.ok) expect(read.value.responses()).toHaveProperty('ok')
    }
  })

  test.each(samples('broken/manifest.json').map((sample) => [sample.entry, sample] as const))(
    '%s has problems, not exceptions',
    async (_, sample) => {
      const contract = await load(sample)
      if (!contract.ok) return expect(contract.problems[0].code).toMatch(/^CONTRACT_/)
      for (const entry of contract.value.operations) {
        const read = contract.value.read(entry)
        const answers = read.ok ? read.value.responses() : read
        for (const found of [...read.problems, ...answers.problems]) expect(found.at.source).toBe('contract')
      }
    },
  )
})
