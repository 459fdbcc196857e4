/** The params of the requests that we answer, from what a client sent. */
import type { StandardSchemaV1 } from '@modelcontextprotocol/server'
import { isObject, type JsonObject, member } from '../lib/json.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { isInitializeParams } from './message-shapes.ts'

export interface CallParams {
  readonly name: string
  readonly arguments: JsonObject
}

type Reader<P> = (params: JsonObject) => Result<P, string>

/** @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools#calling-tools */
export const readCallParams: Reader<CallParams> = (params) => {
  const name = member(params, 'name')
  const given = member(params, 'arguments')
  if (typeof name !== 'string') return failure('name must be a string')
  if (given !== undefined && !isObject(given)) return failure('arguments must be an object')
  return success({ name, arguments: given ?? {} })
}

export interface ResourceParams {
  readonly uri: string
}

/** @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#reading-resources */
export const readResourceParams: Reader<ResourceParams> = (params) => {
  const uri = member(params, 'uri')
  return typeof uri === 'string' ? success({ uri }) : failure('uri must be a string')
}

/** The list is one page, so no cursor was ever given out. @see https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/pagination */
export const readListParams: Reader<Record<never, never>> = (params) =>
  Object.hasOwn(params, 'cursor') ? failure('unknown cursor: the list is one page') : success({})

const readInitializeParams: Reader<Record<never, never>> = (params) =>
  isInitializeParams(params)
    ? success({})
    : failure('initialize needs protocolVersion, capabilities and clientInfo with name and version')

const READERS: ReadonlyMap<string, Reader<unknown>> = new Map<string, Reader<unknown>>([
  ['initialize', readInitializeParams],
  ['tools/list', readListParams],
  ['tools/call', readCallParams],
  ['resources/list', readListParams],
  ['resources/templates/list', readListParams],
  ['resources/read', readResourceParams],
])

/** What is wrong with the params of a request, or undefined. The library's own words for it quote its schemas. */
export function paramsFault(method: string, params: JsonObject): string | undefined {
  const read = READERS.get(method)?.(params)
  return read === undefined || read.ok ? undefined : read.error
}

/** A reader in the form in which the library takes one; it leaves exact numbers and odd names as they are. */
export function paramsSchema<P>(read: Reader<P>): StandardSchemaV1<unknown, P> {
  return {
    '~standard': {
      version: 1,
      vendor: 'drawbridge',
      validate: (value) => {
        const params = isObject(value) ? read(value) : failure('params must be an object')
        return params.ok ? { value: params.value } : { issues: [{ message: params.error }] }
      },
    },
  }
}
