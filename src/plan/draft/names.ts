/** Titles, hosts and ids of a contract → names that a profile, a variable and a tool can have. */
import type { OperationEntry } from '../../contract/model.ts'
import { isLegalName, toolName } from '../name.ts'

/** Words that every API's title may have, and that tell none from another. */
const NOISE = new Set([
  'api',
  'apis',
  'swagger',
  'rest',
  'restful',
  'http',
  'spec',
  'specification',
  'the',
  'a',
  'of',
  'for',
  'and',
  'public',
  'reference',
  'documentation',
  'docs',
])
const MOST_WORDS = 3

/** `Swagger Petstore - OpenAPI 3.0` → `petstore`; what says nothing gives way to the host. */
export function profileIdOf(title: string, host: string): string {
  return (
    stemOf(title) ?? stemOf(host.replace(/\.[a-z]+$/i, '').replace(/^(?:www|api|mcp|docs|app)\./i, '')) ?? 'assistant'
  )
}

function stemOf(text: string): string | undefined {
  const words = text
    .replace(/OpenAPI/gi, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !NOISE.has(word) && !/^v?\d+$/.test(word))
  return words.length === 0 ? undefined : words.slice(0, MOST_WORDS).join('_')
}

/** `orders`, `token` → `ORDERS_TOKEN`. */
export function variableOf(...parts: readonly string[]): string {
  const name = parts
    .join('_')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/_TOKEN_TOKEN$/, '_TOKEN')
  return /^[A-Z]/.test(name) ? name : `API_${name}`
}

/** How an allowlist refers to each operation: by its id where that means it alone. */
export function referencesOf(operations: readonly OperationEntry[]): ReadonlyMap<OperationEntry, string> {
  const counts = new Map<string, number>()
  for (const { key, operationId } of operations) {
    for (const name of new Set([key, operationId ?? key])) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return new Map(
    operations.map((one) => {
      const id = one.operationId
      const isPlain = id !== undefined && /^[^\s*?]+$/.test(id) && counts.get(id) === 1
      return [one, isPlain ? id : one.key]
    }),
  )
}

const LONGEST = 40

/** The tool names that must be written down, since those that would be made are too long, illegal or taken. */
export function writtenNames(operations: readonly OperationEntry[]): ReadonlyMap<OperationEntry, string> {
  const plain = {
    upstream: '',
    requires: [],
    internal: false,
    idempotencyKey: false,
    pointer: '',
    arguments: { pin: {}, forbid: [], max: {} },
  }
  const taken = new Set<string>()
  const names = new Map<OperationEntry, string>()
  for (const one of operations) {
    const made = toolName({ ...plain, operation: one.operationId ?? one.key }, one, 'safe')
    const name =
      isLegalName(made, 'safe') && made.length <= LONGEST && !taken.has(made.toLowerCase())
        ? made
        : freeName(made, taken)
    taken.add(name.toLowerCase())
    if (name !== made) names.set(one, name)
  }
  return names
}

/** Cut between words where one is near, from the end that tells operations apart less: their beginning. */
function freeName(made: string, taken: ReadonlySet<string>): string {
  const words = made.replace(/^[^A-Za-z]+/, '').split(/[_-]+|(?<=[a-z0-9])(?=[A-Z])/)
  while (words.length > 1 && words.join('_').length > LONGEST) words.splice(1, 1)
  const base = words.join('_').slice(0, LONGEST) || 'tool'
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base.slice(0, LONGEST - 4)}_${count}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
