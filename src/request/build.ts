/** A tool and its checked arguments → the exact HTTP request, but for credentials. */
import type { Parameter, ParameterPlace } from '../contract/model.ts'
import { type JsonObject, member } from '../lib/json.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Tool } from '../tool/model.ts'
import type { Header, UpstreamRequest } from '../upstream/model.ts'
import { acceptOf } from './accept.ts'
import { assembleBody } from './assemble.ts'
import { type Body, writeBody } from './body.ts'
import { writeParameter } from './parameter.ts'
import { REMOTE_HEADERS, remoteBody } from './remote.ts'
import { buildTarget } from './url.ts'

/**
 * Builds the request of a call. Pure: the same arguments give the same bytes. `args` are what `checkArguments` returned.
 * Errors: ARGUMENTS_INVALID for values that can't be written where they belong, REQUEST_ESCAPED where the target would
 * not be the operation's.
 */
export function buildRequest(tool: Tool, args: JsonObject): Checked<UpstreamRequest> {
  const { operation, base } = tool.planned
  const faults: string[] = []
  const written = writeParameters(tool, args, faults)
  const body = buildBody(tool, args, faults)
  const { remote } = operation
  const headers = remote === undefined ? buildHeaders(tool, written, body) : REMOTE_HEADERS
  faults.push(...repeatedHeaders(headers))
  if (faults.length > 0) return refuse(callProblem(tool, 'ARGUMENTS_INVALID', { faults }))

  const query = [...textsOf(written.query), ...textsOf(written.querystring)]
  const built = buildTarget(tool.planned, new Map(written.path), query)
  if (!built.ok) return refuse(callProblem(tool, 'REQUEST_ESCAPED', { detail: built.detail }))
  const request = { method: operation.method, origin: base.origin, target: built.target, headers }
  if (remote !== undefined) return pass({ body: remoteBody(remote, textOf(body)), ...request })
  return pass(body === undefined ? request : { body: body.bytes, ...request })
}

/** The texts of the parameters by their place, each with its name. */
type Written = Readonly<Record<ParameterPlace, Header[]>>

function writeParameters(tool: Tool, args: JsonObject, faults: string[]): Written {
  const written: Written = { path: [], query: [], querystring: [], header: [], cookie: [] }
  for (const binding of tool.bindings) {
    if (binding.to !== 'parameter') continue
    const { argument, parameter } = binding
    const value = member(args, argument)
    const one = value === undefined ? undefined : writeParameter(parameter, value)
    if (one?.ok === false) faults.push(`${argument}: ${one.error}`)
    else if (one?.value !== undefined) written[parameter.in].push([parameter.name, one.value])
    else if (parameter.required) faults.push(`${argument}: ${value === undefined ? 'is required but missing' : EMPTY}`)
  }
  return written
}

const EMPTY = 'is required and may not be null or empty, as that leaves nothing to send'

function textsOf(written: readonly Header[]): readonly string[] {
  return written.map(([, text]) => text)
}

function textOf(body: Body | undefined): string | undefined {
  return typeof body?.bytes === 'string' ? body.bytes : undefined
}

function buildBody(tool: Tool, args: JsonObject, faults: string[]): Body | undefined {
  const value = tool.body === undefined ? undefined : assembleBody(tool, args)
  if (tool.body === undefined || value === undefined) return undefined
  const written = writeBody(value, tool.body.content, tool.planned.operation.definitions)
  if (written.ok) return written.value
  faults.push(written.error)
  return undefined
}

function buildHeaders(tool: Tool, { header, cookie }: Written, body: Body | undefined): readonly Header[] {
  const headers: Header[] = []
  // where it is an argument, nothing else than what was given is sent
  const isArgument = tool.bindings.some((one) => one.to === 'parameter' && isAccept(one.parameter))
  if (!isArgument) headers.push(['accept', acceptOf(tool.planned.operation)])
  if (body !== undefined) headers.push(['content-type', body.contentType])
  headers.push(...header)
  if (cookie.length > 0) headers.push(['cookie', textsOf(cookie).join('; ')])
  return headers
}

function isAccept(parameter: Parameter): boolean {
  return parameter.in === 'header' && parameter.name.toLowerCase() === 'accept'
}

/** Header names differ by more than case or they are the same: two fields of one name mean what nobody said. */
function repeatedHeaders(headers: readonly Header[]): readonly string[] {
  if (headers.length < 2) return []
  const names = headers.map(([name]) => name.toLowerCase())
  if (new Set(names).size === names.length) return []
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `the header ${name} would be sent twice`,
  )
}

function callProblem<C extends 'ARGUMENTS_INVALID' | 'REQUEST_ESCAPED'>(
  tool: Tool,
  code: C,
  args: Parameters<typeof problem<C>>[2],
): Problem {
  return problem(code, { source: 'call' }, args, tool.planned.entry.operation)
}
