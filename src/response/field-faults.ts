/** What an error body says about single fields → a list of names and messages. */
import { ExactNumber, isArray, isObject, type JsonObject, type JsonValue, member, stringifyJson } from '../lib/json.ts'

export interface FieldFault {
  /** As the upstream names it: `body.status`, `/data/attributes/name`. */
  readonly field?: string
  readonly message: string
}

const NAMES = ['loc', 'field', 'param', 'parameter', 'name', 'property', 'propertyPath', 'path', 'pointer', 'fields']
const MESSAGES = ['msg', 'message', 'detail', 'reason', 'description', 'error', 'title', 'code']

/** Lists (`[{loc, msg}]`, `["…"]`) and maps (`{field: […]}`); undefined where the value is neither or empty. */
export function fieldFaults(value: JsonValue): readonly FieldFault[] | undefined {
  const faults = isArray(value) ? value.map(ofItem) : isObject(value) ? Object.entries(value).map(ofEntry) : []
  return faults.length === 0 ? undefined : faults
}

function ofItem(item: JsonValue): FieldFault {
  if (!isObject(item)) return { message: textOf(item) }
  const field = fieldOf(item)
  const name = MESSAGES.find((candidate) => typeof member(item, candidate) === 'string')
  const message = name === undefined ? stringifyJson(item) : textOf(member(item, name) ?? null)
  return { ...(field === undefined ? {} : { field }), message }
}

function ofEntry([field, value]: readonly [string, JsonValue]): FieldFault {
  const messages = isArray(value) ? value : [value]
  return { field, message: messages.map((one) => ofItem(one).message).join('; ') }
}

/** JSON:API keeps the place in `source`. @see https://jsonapi.org/format/#error-objects */
function fieldOf(item: JsonObject): string | undefined {
  const source = member(item, 'source')
  const place = isObject(source) ? (member(source, 'pointer') ?? member(source, 'parameter')) : undefined
  for (const value of [place, ...NAMES.map((name) => member(item, name))]) {
    if (typeof value === 'string' && value !== '') return value
    if (isArray(value) && value.length > 0) return value.map(textOf).join('.')
  }
  return undefined
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : value instanceof ExactNumber ? value.text : stringifyJson(value)
}
