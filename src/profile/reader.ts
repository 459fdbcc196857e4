/** JSON at a place in the profiles file to typed values; whatever is wrong is reported, and reading goes on. */
import { isArray, isObject, type JsonValue, member } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import { childPointer, type JsonPointer } from '../lib/pointer.ts'
import type { ProblemArgs, ProblemCode } from '../problem/problem.ts'

export type Report = <C extends ProblemCode>(
  code: C,
  place: Pick<Place, 'pointer' | 'operation'>,
  args: ProblemArgs[C],
) => void

/** A value, where it is, and whom to tell what is wrong with it. */
export interface Place {
  readonly value: JsonValue
  readonly pointer: JsonPointer
  /** What its parent calls it, for messages. */
  readonly key: string
  /** The allowlist entry that it belongs to. */
  readonly operation?: string
  readonly report: Report
}

/** Undefined where something was wrong, which then was reported: the file is refused, so nobody misses the value. */
export type Read<V> = (place: Place) => V | undefined

export function child(place: Place, key: string | number, value: JsonValue): Place {
  return { ...place, key: typeof key === 'string' ? key : place.key, value, pointer: childPointer(place.pointer, key) }
}

export function invalid(place: Place, expected: string): undefined {
  place.report('PROFILES_INVALID', place, { detail: `"${place.key}" must be ${expected}` })
}

/** A text that is not empty. */
export const text: Read<string> = (place) =>
  typeof place.value === 'string' && place.value.trim() !== ''
    ? place.value
    : invalid(place, 'a text that is not empty')

/** A text that a model is given as it is: a reviewer has to see every character of it. */
export const visibleText: Read<string> = (place) => {
  const read = text(place)
  const [found] = (read === undefined ? undefined : HIDDEN.exec(read)) ?? []
  if (found === undefined) return read
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return invalid(place, `a text without hidden characters, such as U+${code}`)
}

/** Controls, and what is invisible or turns the order of letters; but for what joins letters and signs, and line ends. */
const HIDDEN =
  /(?:\u200c|\u200d){2}|(?:\ufe0e|\ufe0f){2}|(?!\u200c|\u200d|\ufe0e|\ufe0f|\t|\n|\r)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

export const flag: Read<boolean> = (place) =>
  typeof place.value === 'boolean' ? place.value : invalid(place, 'true or false')

export function oneOf<const V extends string>(words: readonly V[]): Read<V> {
  return (place) =>
    words.find((word) => word === place.value) ?? invalid(place, words.map((word) => `"${word}"`).join(' or '))
}

/** A text of a form; `described` says which. The text itself is not repeated: it could be a secret. */
export function matching(pattern: string, described: string): Read<string> {
  const form = new RegExp(pattern)
  return (place) =>
    typeof place.value === 'string' && form.test(place.value) ? place.value : invalid(place, described)
}

export function number({ most, whole }: { readonly most: number; readonly whole: boolean }): Read<number> {
  return (place) => {
    const { value } = place
    const fits = typeof value === 'number' && value > 0 && value <= most && (!whole || Number.isInteger(value))
    return fits
      ? value
      : invalid(place, whole ? `a whole number from 1 to ${most}` : `a number above 0, at most ${most}`)
  }
}

export function list<V>(read: Read<V>): Read<readonly V[]> {
  return (place) => {
    if (!isArray(place.value)) return invalid(place, 'a list')
    return place.value.map((value, index) => read(child(place, index, value))).filter((item) => item !== undefined)
  }
}

/** An object whose names are free. */
export function mapOf<V>(read: Read<V>): Read<ReadonlyMap<string, V>> {
  return (place) => {
    if (!isObject(place.value)) return invalid(place, 'an object')
    const entries = Object.entries(place.value).map(([name, value]) => [name, read(child(place, name, value))] as const)
    return new Map(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])))
  }
}

export function atLeastOne<V>(read: Read<ReadonlyMap<string, V>>): Read<ReadonlyMap<string, V>> {
  return (place) =>
    isObject(place.value) && Object.keys(place.value).length === 0
      ? invalid(place, 'an object with at least one entry')
      : read(place)
}

interface Member<V, R extends boolean> {
  readonly read: Read<V>
  readonly required: R
}

export function required<V>(read: Read<V>): Member<V, true> {
  return { read, required: true }
}

export function optional<V>(read: Read<V>): Member<V, false> {
  return { read, required: false }
}

type Shape = Readonly<Record<string, Member<unknown, boolean>>>
type ValueOf<M> = M extends Member<infer V, boolean> ? V : never
export type ObjectOf<S extends Shape> = {
  readonly [K in keyof S as S[K]['required'] extends true ? K : never]: ValueOf<S[K]>
} & { readonly [K in keyof S as S[K]['required'] extends true ? never : K]?: ValueOf<S[K]> }

/** An object with exactly these members. Every other key is reported. */
export function object<S extends Shape>(shape: S): Read<ObjectOf<S>> {
  return (place) => {
    const { value } = place
    if (!isObject(value)) return invalid(place, 'an object')
    const allowed = Object.keys(shape)
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(shape, key)) continue
      const unknown = { ...place, pointer: childPointer(place.pointer, key) }
      place.report('PROFILES_UNKNOWN_KEY', unknown, { key, nearest: nearest(key, allowed), allowed })
    }
    const values: [string, unknown][] = []
    let complete = true
    for (const [key, { read, required: needed }] of Object.entries(shape)) {
      const given = member(value, key)
      if (given === undefined && needed) {
        place.report('PROFILES_INVALID', place, { detail: `"${key}" is missing` })
      }
      const found = given === undefined ? undefined : read(child(place, key, given))
      if (found !== undefined) values.push([key, found])
      else if (needed) complete = false
    }
    // built from the shape, key by key; the required ones are all there
    return complete ? (Object.fromEntries(values) as ObjectOf<S>) : undefined
  }
}
