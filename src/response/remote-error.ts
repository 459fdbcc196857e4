/** A JSON-RPC error of a hosted MCP server → a tool error with its own words and what to do about it. */
import { ExactNumber, type JsonObject, member, stringifyJson } from '../lib/json.ts'
import { type RenderContext, renewOf } from './context.ts'
import type { ToolResult } from './model.ts'
import { quoted } from './quote.ts'
import { errorText } from './text.ts'

interface Meaning {
  readonly what: string
  readonly hint: (context: RenderContext) => string | undefined
  /** Whether it is about what the credential may do. */
  readonly denies?: true
}

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#error-handling */
const MEANINGS: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [-32700, { what: 'parse error', hint: () => undefined }],
  [-32600, { what: 'invalid request', hint: () => undefined }],
  [-32601, { what: 'method not found', hint: () => 'The upstream does not offer this.' }],
  [
    -32602,
    {
      what: 'invalid params',
      hint: () =>
        'Correct the arguments that it names. If it says that the tool is unknown, the upstream has withdrawn it since the bridge started.',
    },
  ],
  [-32603, { what: 'internal error', hint: faultHint }],
  [-32000, { what: 'server error', hint: faultHint }],
  [-32001, { what: 'request timed out', hint: faultHint }],
  [
    -32002,
    {
      what: 'resource not found',
      hint: () => 'There is nothing under this identifier, or it belongs to someone else.',
    },
  ],
  [
    -32003,
    {
      what: 'permission denied',
      denies: true,
      hint: (context) =>
        ['The token does not allow this: a person has to grant it.', renewOf(context)]
          .filter((part) => part !== undefined)
          .join(' '),
    },
  ],
  [-32042, { what: 'it wants a person to visit a URL first', hint: () => 'Do that in the system itself.' }],
])

/** The most of its words and of its data, in UTF-16 code units. */
const MOST = { message: 2000, data: 1000 } as const

export function remoteError(context: RenderContext, error: JsonObject): ToolResult {
  const { redact, tool } = context
  const code = member(error, 'code')
  const message = member(error, 'message')
  const data = member(error, 'data')
  const meaning = typeof code === 'number' ? MEANINGS.get(code) : undefined
  const shown = typeof code === 'number' || code instanceof ExactNumber ? stringifyJson(code) : 'without a code'
  const hint = meaning?.hint(context)
  const result = errorText(redact, [
    `The upstream answered ${tool.planned.entry.operation} with the error ${shown}${meaning === undefined ? '' : ` (${meaning.what})`}. ${typeof message === 'string' ? 'It says:' : 'It gave no details.'}`,
    ...(typeof message === 'string' ? quoted(redact(message), MOST.message) : []),
    ...(data === undefined || data === null ? [] : quoted(redact(`data: ${stringifyJson(data)}`), MOST.data)),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    'sent: yes',
  ])
  return meaning?.denies === true ? { ...result, denied: true } : result
}

/** A write that failed on the other side may have been done all the same. */
function faultHint({ tool }: RenderContext): string {
  return tool.planned.access === 'read'
    ? 'The upstream failed. Try again later.'
    : 'The upstream failed. It may have carried out the call: read the present state before repeating it.'
}
