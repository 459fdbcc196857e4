/** What a JSON value has to look like, put together from small parts. */
import { isArray, isObject, type JsonValue, member } from '../lib/json.ts'

export type Shape = (value: JsonValue) => boolean

export const isText: Shape = (value) => typeof value === 'string'

export const isFlag: Shape = (value) => typeof value === 'boolean'

export const isInteger: Shape = (value) => Number.isSafeInteger(value)

/** Without numbers that a double can't hold. */
const isPlainJson: Shape = (value) => {
  if (isArray(value)) return value.every(isPlainJson)
  if (isObject(value)) return Object.values(value).every(isPlainJson)
  return value === null || typeof value !== 'object'
}

export const isPlainObject: Shape = (value) => isObject(value) && isPlainJson(value)

export function either(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.some((shape) => shape(value))
}

export function both(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.every((shape) => shape(value))
}

export function listOf(item: Shape): Shape {
  return (value) => isArray(value) && value.every(item)
}

export function mapOf(item: Shape): Shape {
  return (value) => isObject(value) && Object.values(value).every(item)
}

/** An object with these members, those that may be missing in `optional`; any others may be anything. */
export function withMembers(required: Readonly<Record<string, Shape>>, optional: typeof required = {}): Shape {
  const members = [
    ...Object.entries(required).map(([name, shape]) => ({ name, shape, isRequired: true })),
    ...Object.entries(optional).map(([name, shape]) => ({ name, shape, isRequired: false })),
  ]
  return (value) => {
    if (!isObject(value)) return false
    for (const { name, shape, isRequired } of members) {
      const found = member(value, name)
      if (found === undefined ? isRequired : !shape(found)) return false
    }
    return true
  }
}

/** An object with no other members than these. */
export function onlyMembers(...names: readonly string[]): Shape {
  return (value) => isObject(value) && Object.keys(value).every((name) => names.includes(name))
}
