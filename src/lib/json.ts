/** JSON as values: no digit of a number is lost, and names from outside are plain names. */

/** A number that a double can't hold exactly: 64-bit ids, long decimals. `text` is the literal. @see RFC 8259 section 6 */
export class ExactNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type JsonValue = null | boolean | number | string | ExactNumber | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [name: string]: JsonValue
}

/** Serialises compactly; an `ExactNumber` is written as its literal. */
export function stringifyJson(value: JsonValue): string {
  if (value instanceof ExactNumber) return value.text
  if (isArray(value)) return `[${value.map(stringifyJson).join(',')}]`
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${stringifyJson(member)}`)
      .join(',')}}`
  }
  return JSON.stringify(value)
}

/** The value with doubles in place of exact numbers: for validation, where the nearest double decides. */
export function toDoubles(value: JsonValue): JsonValue {
  return hasExact(value) ? doubled(value) : value
}

/** Whether there is an exact number in it; hardly any value has one. */
export function hasExact(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof ExactNumber) return true
  if (Array.isArray(value)) return value.some(hasExact)
  // a list of names or members would be most of the work; what is looked at inherits none
  for (const name in value) {
    const member: unknown = value[name as keyof typeof value]
    if (typeof member === 'object' && hasExact(member)) return true
  }
  return false
}

function doubled(value: JsonValue): JsonValue {
  if (value instanceof ExactNumber) return Number(value.text)
  if (isArray(value)) return value.map(doubled)
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, doubled(member)]))
  return value
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

export function isArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** An own member, never one of the prototype's: names come from outside (`constructor`, `__proto__`). */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** A member of an object or an item of a list, by its name in a JSON Pointer. @see RFC 6901 section 4 */
export function childOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (isArray(value)) return INDEX.test(name) ? value[Number(name)] : undefined
  return isObject(value) ? member(value, name) : undefined
}

const INDEX = /^(?:0|[1-9][0-9]*)$/
