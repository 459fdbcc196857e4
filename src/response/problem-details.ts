/** The JSON body of an upstream's error, in whichever common shape → one shape. */
import { ExactNumber, isArray, isObject, type JsonObject, type JsonValue, member, stringifyJson } from '../lib/json.ts'
import { type FieldFault, fieldFaults } from './field-faults.ts'

export interface ProblemDetails {
  readonly title?: string
  readonly detail?: string
  /** The API's own word for the error. */
  readonly code?: string
  readonly fields: readonly FieldFault[]
  /** Members that have no place above, as they came: a balance, a conflicting id. */
  readonly others: readonly (readonly [name: string, value: JsonValue])[]
}

type Part = 'title' | 'detail' | 'code' | 'fields'

/**
 * Where shapes keep a part, best first: RFC 9457, then `{message, errors: {field: […]}}`, `{detail: [{loc, msg}]}`,
 * `{error: {code, message}}`, `{error, error_description}`, `{errors: [{detail}]}`, `{fault: {faultstring}}` and so on.
 */
const MEMBERS: Readonly<Record<Part, readonly string[]>> = {
  title: ['title', 'error', 'reason', 'summary'],
  detail: [
    'detail',
    'message',
    'error_description',
    'error_message',
    'errorMessage',
    'faultstring',
    'msg',
    'description',
    'Message',
    'details',
    'errors',
  ],
  code: ['code', 'error_code', 'errorCode', 'faultcode', 'type', 'status'],
  fields: [
    'errors',
    'detail',
    'details',
    'message',
    'messages',
    'errorMessages',
    'invalid-params',
    'invalid_params',
    'invalidParams',
    'fieldErrors',
    'validationErrors',
    'violations',
  ],
}

/** Members that hold the error itself. */
const ENVELOPES = ['error', 'fault', 'errors', 'Error']

/** What the status line says already, and what says nothing. */
const KNOWN = new Set(['status', 'statusCode', 'status_code', 'success', 'ok', 'jsonrpc', 'timestamp'])

/** Reads an error body; undefined where it has no shape that errors have. */
export function readProblemDetails(body: JsonValue, status: number): ProblemDetails | undefined {
  if (isArray(body)) return readMembers([['errors', body]], status)
  if (!isObject(body)) return undefined
  return readMembers(unwrapped(body), status)
}

type Members = readonly (readonly [name: string, value: JsonValue])[]

/** The members of the error and, behind them, of what it was wrapped in. */
function unwrapped(body: JsonObject): Members {
  const members = Object.entries(body)
  const envelope = members.find(([name, value]) => ENVELOPES.includes(name) && isError(name, value))
  if (envelope === undefined) return members
  return [...Object.entries(envelope[1] as JsonObject), ...members.filter((one) => one !== envelope)] // isError: an object
}

/** `errors` as an object is a map of fields, unless it has an error's own message. */
function isError(name: string, value: JsonValue): boolean {
  return isObject(value) && (name !== 'errors' || typeof member(value, 'message') === 'string')
}

function readMembers(members: Members, status: number): ProblemDetails | undefined {
  const used = new Set<string>()
  const find = <T>(part: Part, read: (value: JsonValue, name: string) => T | undefined): T | undefined => {
    for (const name of MEMBERS[part]) {
      const value = used.has(name) ? undefined : members.find(([other]) => other === name)?.[1]
      const found = value === undefined ? undefined : read(value, name)
      if (found !== undefined) {
        used.add(name)
        return found
      }
    }
    return undefined
  }
  const title = find('title', nonEmpty)
  const detail = find('detail', nonEmpty)
  const code = find('code', (value) => codeText(value, status))
  const fields = find('fields', fieldFaults) ?? []
  if (title === undefined && detail === undefined && fields.length === 0) return undefined
  return {
    ...(title === undefined ? {} : { title }),
    ...(detail === undefined ? {} : { detail }),
    ...(code === undefined ? {} : { code }),
    fields,
    others: members.filter(([name, value]) => !used.has(name) && tellsMore(name, value)),
  }
}

function nonEmpty(value: JsonValue): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** A code that the status line doesn't have already. */
function codeText(value: JsonValue, status: number): string | undefined {
  const text = typeof value === 'number' || value instanceof ExactNumber ? stringifyJson(value) : nonEmpty(value)
  return text === String(status) || text === 'about:blank' ? undefined : text
}

function tellsMore(name: string, value: JsonValue): boolean {
  if (value === null || value === '' || value === 'about:blank') return false
  if ((isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0)) return false
  return !KNOWN.has(name) && !(name === 'code' && typeof value === 'number')
}
