/** A text, redacted → the blocks that show it: whole, or a beginning and a statement of what is missing. */
import { childOf, isArray, type JsonValue } from '../lib/json.ts'
import type { RenderContext } from './context.ts'
import { nextCall } from './continue.ts'
import { type Cut, cutJson, cutLines } from './cut.ts'
import type { ContentBlock } from './model.ts'
import { textBlock } from './text.ts'
import { KEPT_MINUTES } from './text-store.ts'

export interface Received {
  readonly text: string
  /** Decoded bytes that were read. */
  readonly bytes: number
  /** Whether the upstream had more than was read. */
  readonly incomplete: boolean
  /** Whether that is because the time for the call was over. */
  readonly late: boolean
  /** The value of complete JSON; undefined for every other text. */
  readonly value?: JsonValue | undefined
  readonly isJson: boolean
}

/** The text itself in one block, exactly; where it was cut a second block says so. */
export function shorten(context: RenderContext, received: Received): readonly ContentBlock[] {
  const { text, incomplete, isJson } = received
  if (text.length <= context.resultCharacters && !incomplete) return [textBlock(text)]
  const cut = (isJson ? cutJson : cutLines)(text, context.resultCharacters, incomplete)
  const more = keepRest(context, received, cut)
  return [textBlock(cut.shown), textBlock(context.redact(statement(context, received, cut, more)))]
}

/** How the rest of what was read is asked for, where it is kept. */
function keepRest({ keep }: RenderContext, { text, incomplete, isJson }: Received, { shown }: Cut): string | undefined {
  const whole = incomplete ? (isJson ? cutJson : cutLines)(text, text.length, true).shown : text
  if (whole.length <= shown.length) return undefined
  const handle = keep?.({ text: whole, isJson, incomplete })
  return handle === undefined ? undefined : nextCall(handle, shown.length)
}

function statement(
  context: RenderContext,
  { text, bytes, incomplete, late, value, isJson }: Received,
  cut: Cut,
  more: string | undefined,
): string {
  const why = late
    ? 'the upstream had not ended it when the time for the call was over'
    : `the answer is longer than the ${bytes} bytes that the bridge reads`
  const whole = incomplete
    ? `more than ${text.length} characters (${why})`
    : `${text.length} characters (${bytes} bytes)`
  const names = narrowing(context)
  return [
    `CUT: above are the first ${cut.shown.length} of ${whole}, exactly as received. The rest is not shown.`,
    ...(cut.list === undefined ? [] : [listed(cut.list, value)]),
    ...(isJson ? ['The text above is therefore not complete JSON.'] : []),
    ...(more === undefined ? [] : [`To read on, ${more}; what was read is kept for ${KEPT_MINUTES} minutes.`]),
    names.length === 0
      ? 'This tool has no argument that would ask for less.'
      : `${more === undefined ? 'To see the rest, ask' : 'Or ask'} for less at once; arguments that may narrow the request: ${names.join(', ')}.`,
  ].join(' ')
}

function listed({ path, pointer, shown }: NonNullable<Cut['list']>, value: JsonValue | undefined): string {
  const whole = path.map(String).reduce<JsonValue | undefined>(childOf, value)
  const of = isArray(whole) ? ` of ${whole.length}` : ''
  return `It ends after ${shown}${of} elements of ${pointer === '' ? 'the list' : pointer.slice(0, 300)}.`
}

/** Query parameters are what lists are narrowed by. */
function narrowing({ tool }: RenderContext): readonly string[] {
  return tool.bindings
    .filter((binding) => binding.to === 'parameter' && binding.parameter.in === 'query')
    .map(({ argument }) => argument)
    .filter((argument) => !Object.hasOwn(tool.pinned, argument))
    .slice(0, 30)
}
