/** Permissions: their names, their declarations, and references to them. */
import { isObject, member } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import { PERMISSION, RISK_LEVELS, SUPER_PERMISSIONS } from './grammar.ts'
import type { Permission } from './model.ts'
import { child, invalid, mapOf, object, oneOf, optional, type Place, type Read, text } from './reader.ts'

const permission: Read<Permission> = object({
  label: optional(text),
  group: optional(text),
  riskLevel: optional(oneOf(RISK_LEVELS)),
})

/** `permissions` of the file. */
export const permissions: Read<ReadonlyMap<string, Permission>> = (place) => {
  if (isObject(place.value)) for (const name of Object.keys(place.value)) isLegal(name, child(place, name, null))
  return mapOf(permission)(place)
}

/** A name in `grants` or `requires`, which must be declared in the file. */
export function permissionName(file: Place): Read<string> {
  const declared = isObject(file.value) ? member(file.value, 'permissions') : undefined
  const names = isObject(declared) ? Object.keys(declared) : []
  return (place) => {
    const { value } = place
    if (typeof value !== 'string') return invalid(place, 'a list of permissions')
    if (!isLegal(value, place)) return undefined
    if (names.includes(value)) return value
    place.report('PERMISSION_UNKNOWN', place, { permission: value, nearest: nearest(value, names) })
    return undefined
  }
}

function isLegal(name: string, place: Place): boolean {
  const [, action = name] = name.split(':', 2)
  if (/[*?]/.test(name)) place.report('PROFILES_WILDCARD', place, { value: name })
  else if (!FORM.test(name) || SUPER_PERMISSIONS.includes(action)) {
    place.report('PERMISSION_ILLEGAL', place, { permission: name })
  } else return true
  return false
}

const FORM = new RegExp(PERMISSION)
