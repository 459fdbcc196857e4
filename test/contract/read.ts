/** Contracts for tests: text or a plain object in, the contract or its problems out. */
import { parseDocument } from '../../src/contract/document.ts'
import type { Contract, WholeOperation } from '../../src/contract/model.ts'
import { readContract } from '../../src/contract/read-contract.ts'
import type { Checked } from '../../src/problem/checked.ts'

export const URI = 'https://contract.example/openapi.json'

/** Reads a contract; further texts by URL are there to be referred to. */
export async function read(
  document: string | object,
  others: Readonly<Record<string, string | object>> = {},
): Promise<Checked<Contract>> {
  const parsed = await parseDocument(bytesOf(document), URI)
  if (!parsed.ok) return parsed
  const loaded = await Promise.all(Object.entries(others).map(([uri, other]) => parseDocument(bytesOf(other), uri)))
  return readContract(
    parsed.value,
    loaded.flatMap((one) => (one.ok ? [one.value] : [])),
  )
}

/** The contract, where the test is about something later. */
export async function mustRead(
  document: string | object,
  others: Readonly<Record<string, string | object>> = {},
): Promise<Contract> {
  const contract = await read(document, others)
  if (!contract.ok) throw new Error(`not readable: ${contract.problems.map(({ code }) => code).join(', ')}`)
  return contract.value
}

/** One operation by its key, `GET /pets`. */
export function operation(contract: Contract, key: string): Checked<WholeOperation> {
  const entry = contract.operations.find((one) => one.key === key)
  if (entry === undefined) throw new Error(`no ${key} in the contract`)
  return contract.read(entry)
}

/** A 3.1 document around paths and components. */
export function openapi(paths: object, components: object = {}, version = '3.1.0'): object {
  return {
    openapi: version,
    info: { title: 'Test', version: '1' },
    servers: [{ url: 'https://api.example' }],
    paths,
    components,
  }
}

function bytesOf(document: string | object): Uint8Array {
  return Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
}
