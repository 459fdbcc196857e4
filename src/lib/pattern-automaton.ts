/** A pattern's syntax tree to an automaton: matching takes time linear in the text, whatever the pattern. */
import type { PatternFlag, PatternNode } from './pattern-syntax.ts'

type Step =
  | { readonly kind: 'match' }
  | { readonly kind: 'character'; readonly test: (character: string) => boolean; readonly to: number }
  | { readonly kind: 'fork'; readonly to: readonly number[] }
  | { readonly kind: 'assert'; readonly holds: (before: string, after: string) => boolean; readonly to: number }

/** Whether the text has a match, `anchored` at its start or anywhere; undefined where deciding takes too long. */
export type Automaton = (characters: readonly string[], anchored: boolean) => boolean | undefined

/** Repetitions are unrolled: more steps than this are not worth their memory. */
const MOST_STEPS = 4_000

/** About a second. Only a huge text with a huge pattern comes here. */
const MOST_WORK = 30_000_000

/** The automaton, or undefined where the pattern is too large or looks ahead. @see https://swtch.com/~rsc/regexp/regexp2.html */
export function compileAutomaton(root: PatternNode, flag: PatternFlag): Automaton | undefined {
  const steps: Step[] = [{ kind: 'match' }]
  const tests = new Map<string, (character: string) => boolean>()
  const start = emit(root, 0)
  return start === undefined ? undefined : (characters, anchored) => run(steps, start, characters, anchored)

  /** Adds the steps of a node that go on at `to`; gives the first of them. Built from the end backwards. */
  function emit(node: PatternNode, to: number): number | undefined {
    if (steps.length > MOST_STEPS) return undefined
    switch (node.kind) {
      case 'atom':
        return add({ kind: 'character', test: atomTest(node.source), to })
      case 'assert':
        return add({ kind: 'assert', holds: ASSERTIONS[node.at], to })
      case 'sequence':
        return node.nodes.reduceRight<number | undefined>(
          (then, one) => (then === undefined ? undefined : emit(one, then)),
          to,
        )
      case 'choice':
        return fork(node.nodes.map((one) => emit(one, to)))
      case 'repeat':
        return repeat(node, to)
      case 'ahead':
        return undefined
    }
  }

  function repeat({ node, min, max }: Extract<PatternNode, { kind: 'repeat' }>, to: number): number | undefined {
    let then: number | undefined = to
    if (max === Number.POSITIVE_INFINITY) {
      // the loop refers to a step that comes later: reserve its place
      const loop = add({ kind: 'fork', to: [to] })
      const body = emit(node, loop)
      if (body === undefined) return undefined
      steps[loop] = { kind: 'fork', to: [body, to] }
      then = loop
    } else {
      for (let optional = min; optional < max && then !== undefined; optional++) then = fork([emit(node, then), to])
    }
    for (let copy = 0; copy < min && then !== undefined; copy++) then = emit(node, then)
    return then
  }

  function fork(targets: readonly (number | undefined)[]): number | undefined {
    const to = targets.filter((target) => target !== undefined)
    return to.length === targets.length ? add({ kind: 'fork', to }) : undefined
  }

  function add(step: Step): number {
    return steps.push(step) - 1
  }

  function atomTest(source: string): (character: string) => boolean {
    const known = tests.get(source)
    if (known !== undefined) return known
    const compiled = new RegExp(`^(?:${source})$`, flag)
    const test = /^[\w -]$/.test(source)
      ? (character: string) => character === source
      : (character: string) => compiled.test(character)
    tests.set(source, test)
    return test
  }
}

const ASSERTIONS: Readonly<
  Record<Extract<PatternNode, { kind: 'assert' }>['at'], (before: string, after: string) => boolean>
> = {
  start: (before) => before === '',
  end: (_before, after) => after === '',
  boundary: (before, after) => isWord(before) !== isWord(after),
  inside: (before, after) => isWord(before) === isWord(after),
}

function isWord(character: string): boolean {
  return /^\w$/.test(character)
}

/** Follows all paths at once, one character at a time. */
function run(
  steps: readonly Step[],
  start: number,
  characters: readonly string[],
  anchored: boolean,
): boolean | undefined {
  const seenAt = new Int32Array(steps.length).fill(-1)
  let work = 0
  let current: number[] = []
  for (let position = 0; position <= characters.length; position++) {
    const before = characters[position - 1] ?? ''
    const after = characters[position] ?? ''
    const pending = position === 0 || !anchored ? [...current, start] : current
    const following: number[] = []
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (seenAt[at] === position) continue
      seenAt[at] = position
      if (++work > MOST_WORK) return undefined
      const step = steps[at]
      if (step === undefined) continue
      if (step.kind === 'match') return true
      if (step.kind === 'fork') pending.push(...step.to)
      if (step.kind === 'assert' && step.holds(before, after)) pending.push(step.to)
      if (step.kind === 'character' && after !== '' && step.test(after)) following.push(step.to)
    }
    if (anchored && following.length === 0) return false
    current = following
  }
  return false
}
