/** Parameters and properties → names that every client takes, each once. */
import { shortHash } from '../lib/hash.ts'

export interface Named {
  readonly name: string
  /** `path`, `query`, …, `body`: what tells two of the same name apart. */
  readonly place: string
}

/** Property keys are 1 to 64 characters of `[A-Za-z0-9_.-]`, or whole sessions fail. */
const LONGEST = 64

/** One name for each, in the same order. A name that occurs more than once gets its place as suffix everywhere. */
export function argumentNames(named: readonly Named[]): readonly string[] {
  const legal = named.map(({ name }) => legalName(name, ''))
  const counts = new Map<string, number>()
  for (const name of legal) counts.set(name, (counts.get(name) ?? 0) + 1)
  const isSingle = (name: string): boolean => counts.get(name) === 1
  // names that stand alone are never changed by what another one becomes
  const taken = new Set(legal.filter(isSingle))
  return named.map(({ name, place }, index) => {
    const plain = legal[index] ?? ''
    if (isSingle(plain)) return plain
    let chosen = legalName(name, `_${place}`)
    for (let number = 2; taken.has(chosen); number++) chosen = legalName(name, `_${place}_${number}`)
    taken.add(chosen)
    return chosen
  })
}

/** The name in legal characters with the suffix; a long one is cut, and what was cut is told apart by its hash. */
function legalName(name: string, suffix: string): string {
  const legal = name.replace(/[^A-Za-z0-9_.-]/gu, '_') || '_'
  if (legal.length + suffix.length <= LONGEST) return legal + suffix
  const hash = `_${shortHash(name)}`
  return legal.slice(0, LONGEST - hash.length - suffix.length) + hash + suffix
}
