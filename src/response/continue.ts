/** A kept text and a place in it → the next part, cut like the first one. */
import { cutJson, cutLines } from './cut.ts'
import type { ToolResult } from './model.ts'
import { textBlock } from './text.ts'
import type { KeptText } from './text-store.ts'

/**
 * The part from `offset` on, verbatim, and a block that says where it ends and how to go on.
 * @param offset UTF-16 code units, below the length of the text
 * @param most UTF-16 code units of a part
 */
export function renderPart(kept: KeptText, handle: string, offset: number, most: number): ToolResult {
  const { text, isJson } = kept
  const from = splitsPair(text, offset) ? offset - 1 : offset
  const cut =
    from + most >= text.length
      ? text.length
      : (isJson ? cutJson : cutLines)(text, from + most, false, from).shown.length
  // a part of one half of a pair would be no part
  const end = cut > from ? cut : from + 2
  return { content: [textBlock(text.slice(from, end)), textBlock(statement(kept, handle, from, end))], isError: false }
}

/** The call that gives the part from `offset` on. */
export function nextCall(handle: string, offset: number): string {
  return `call read_more with ${JSON.stringify({ handle, offset })}`
}

function statement({ text, incomplete }: KeptText, handle: string, from: number, end: number): string {
  const where = `Above are the characters ${from} to ${end} of ${text.length}, exactly as received.`
  if (end < text.length) return `${where} To read on, ${nextCall(handle, end)}.`
  return incomplete ? `${where} The upstream had more, which was not read.` : `${where} This is the end.`
}

function splitsPair(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at))
}
