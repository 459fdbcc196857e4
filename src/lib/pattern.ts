/** The `pattern` of a JSON Schema to a test that no text can make hang. @see JSON Schema 2020-12 validation section 6.3.3 */
import { type Automaton, compileAutomaton } from './pattern-automaton.ts'
import { type PatternFlag, type PatternNode, parsePattern } from './pattern-syntax.ts'
import { failure, type Result, success } from './result.ts'

export type PatternTest = (text: string) => boolean

/**
 * Why a pattern can't be enforced here: `syntax` where ECMAScript doesn't know it, `unbounded` where only backtracking
 * could decide it (references to groups, looking around inside) and a text could make that last for hours.
 */
export type PatternFault = 'syntax' | 'unbounded'

/** Many contracts escape what the `u` flag forbids (`\-`), so a pattern that it refuses is tried without. */
export function compilePattern(source: string): Result<PatternTest, PatternFault> {
  const known = COMPILED.get(source)
  if (known !== undefined) return known
  const compiled = compile(source)
  if (COMPILED.size >= MOST_COMPILED) COMPILED.clear()
  COMPILED.set(source, compiled)
  return compiled
}

/** A pattern has the same meaning everywhere, and is asked for by the check and again by the validator. */
const COMPILED = new Map<string, Result<PatternTest, PatternFault>>()
const MOST_COMPILED = 2_000

function compile(source: string): Result<PatternTest, PatternFault> {
  const flag = (['u', ''] as const).find((candidate) => compiles(source, candidate))
  if (flag === undefined) return failure('syntax')
  const root = parsePattern(source, flag)
  if (root === undefined) return failure('unbounded')
  if (backtracksLittle(root)) {
    const native = new RegExp(source, flag)
    return success((text) => native.test(text))
  }
  return linear(root, flag)
}

function compiles(source: string, flag: PatternFlag): boolean {
  try {
    new RegExp(source, flag)
    return true
  } catch {
    return false
  }
}

/** No repeated group, and at most one repetition that can give something back, tried from one start only. */
function backtracksLittle(root: PatternNode): boolean {
  const parts = root.kind === 'sequence' ? root.nodes : [root]
  const simple = parts.every((part) => part.kind === 'atom' || part.kind === 'assert' || isAtomRepeat(part))
  const elastic = parts.filter((part) => part.kind === 'repeat' && part.min !== part.max && part.max > 1)
  return simple && (elastic.length === 0 || (elastic.length === 1 && isStart(parts[0])))
}

function isAtomRepeat(node: PatternNode): boolean {
  return node.kind === 'repeat' && node.node.kind === 'atom'
}

function isStart(node: PatternNode | undefined): boolean {
  return node?.kind === 'assert' && node.at === 'start'
}

/** Conditions that look ahead from the start (`^(?=.*\d)(?!x)…`, the password idiom) are tests of their own. */
function linear(root: PatternNode, flag: PatternFlag): Result<PatternTest, PatternFault> {
  const parts = root.kind === 'sequence' && isStart(root.nodes[0]) ? root.nodes.slice(1) : []
  const firstOther = parts.findIndex((part) => part.kind !== 'ahead')
  const conditions = firstOther === -1 ? parts : parts.slice(0, firstOther)
  const rest: PatternNode = conditions.length === 0 ? root : { kind: 'sequence', nodes: parts.slice(conditions.length) }
  const main = compileAutomaton(rest, flag)
  if (main === undefined) return failure('unbounded')
  const checks: { readonly automaton: Automaton; readonly wanted: boolean }[] = [{ automaton: main, wanted: true }]
  for (const condition of conditions) {
    const automaton = condition.kind === 'ahead' ? compileAutomaton(condition.node, flag) : undefined
    if (automaton === undefined || condition.kind !== 'ahead') return failure('unbounded')
    checks.push({ automaton, wanted: !condition.negative })
  }
  const anchored = isStart(root.kind === 'sequence' ? root.nodes[0] : root)
  return success((text) => {
    const characters = flag === 'u' ? [...text] : text.split('')
    // undecided counts as no match: refused rather than let through
    return checks.every(({ automaton, wanted }) => automaton(characters, anchored) === wanted)
  })
}
