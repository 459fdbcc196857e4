/** A JSON text → one that is broken somewhere: in its structure, its names, its numbers or its bytes. */
import type { Random } from '../soak/random.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '$ref',
  '',
  'a/b~c',
  'é\u202e',
  '0',
] as const

/** Written as text: numbers that no JavaScript number holds, and names that an object literal would not keep. */
const TEXTS: readonly [string, ...string[]] = [
  'null',
  ...['true', '0', '-1', '1e400', '-0', '12345678901234567890', '1.50', '0.1e-400', '""', '"\\ud800"', '"\\u0000"'],
  ...[
    '[]',
    '{}',
    '[[]]',
    '{"$ref":"#"}',
    '{"$ref":"#/paths"}',
    '{"$ref":"http://127.0.0.1:9/x"}',
    '{"$ref":"file:///etc/passwd"}',
  ],
  ...[
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"allOf":[{"$ref":"#/components/schemas/Job"}]}',
  ],
  ...[
    '{"type":["string","null",7]}',
    '{"pattern":"^(a+)+$"}',
    '{"pattern":"(("}',
    '{"enum":[]}',
    '{"minLength":1e400}',
  ],
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
  `${'{"allOf":['.repeat(300)}{}${']}'.repeat(300)}`,
  `"${'x'.repeat(5000)}"`,
]

interface Place {
  readonly at: readonly (string | number)[]
  readonly value: Json
}

/** One to four changes. The text need not be JSON any more. */
export function mutate(original: Json, random: Random): string {
  let text = JSON.stringify(original)
  let value = original
  for (let count = 1 + random.below(3); count > 0; count--) {
    const places = placesOf(value)
    const { at } = places[random.below(places.length)] ?? { at: [] }
    const other = places[random.below(places.length)]?.value ?? null
    const marked = CHANGES[random.below(CHANGES.length)]?.(value, at, other, random) ?? value
    text = JSON.stringify(marked).replaceAll(MARK, () => random.pick(TEXTS))
    value = tryParse(text) ?? value
  }
  return random.below(10) === 0 ? corrupt(text, random) : text
}

/** Stands for a text that is not to be escaped. */
const MARK = '"\u0001"'
const MARKED = '\u0001'

type Change = (root: Json, at: Place['at'], other: Json, random: Random) => Json

const CHANGES: readonly Change[] = [
  (root, at) => put(root, at, () => MARKED),
  (root, at) => put(root, at, () => MARKED),
  (root, at, other) => put(root, at, () => other),
  (root, at) => put(root, at, () => undefined),
  (root, at) => put(root, at, (value) => [value ?? null]),
  (root, at, other, random) =>
    put(root, at, (value) => ({ [random.pick(NAMES)]: value ?? null, [random.pick(NAMES)]: other })),
  (root, at, other, random) =>
    put(root, at, (value) => (isObject(value) ? { ...value, [`${random.pick(NAMES)} `.trim()]: other } : value)),
]

/** Bytes that are cut, doubled or replaced. */
export function corrupt(text: string, random: Random): string {
  const at = random.below(text.length)
  const length = random.below(20)
  const pieces = [
    '',
    '\u0000',
    '\ufeff',
    '\ud800',
    '"',
    '{',
    ']',
    ',',
    '//',
    '\n',
    text.slice(at, at + length),
  ] as const
  return text.slice(0, at) + random.pick(pieces) + text.slice(at + random.below(length + 1))
}

function isObject(value: unknown): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function placesOf(value: Json, at: Place['at'] = []): readonly Place[] {
  if (typeof value !== 'object' || value === null || at.length > 12) return [{ at, value }]
  const members: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value)
  return [{ at, value }, ...members.flatMap(([name, member]) => placesOf(member, [...at, name]))]
}

function put(root: Json, [head, ...rest]: Place['at'], change: (value: Json | undefined) => Json | undefined): Json {
  if (head === undefined) return change(root) ?? null
  if (Array.isArray(root)) {
    return root.flatMap((item, index) => (index === head ? (leaf(item, rest, change) ?? []) : [item]))
  }
  const members = Object.entries(isObject(root) ? root : {})
  return Object.fromEntries(
    members.flatMap(([name, member]) => {
      const changed = name === head ? leaf(member, rest, change) : member
      return changed === undefined ? [] : [[name, changed] as const]
    }),
  )
}

function leaf(value: Json, rest: Place['at'], change: (value: Json | undefined) => Json | undefined): Json | undefined {
  return rest.length === 0 ? change(value) : put(value, rest, change)
}

function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
