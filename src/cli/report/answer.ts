/** What a tool answered → text as the model gets it, JSON for programs, or a table for people. */
import { isArray, isObject, type JsonObject, type JsonValue, member, stringifyJson } from '../../lib/json.ts'
import { parseExactJson } from '../../lib/parse-exact-json.ts'
import { printable, printableLine } from '../../lib/printable.ts'
import { printableParts } from '../../lib/printable-parts.ts'
import type { ContentBlock } from '../../response/model.ts'
import { tableText } from './table.ts'

export type AnswerFormat = 'text' | 'json' | 'table'

type Content = readonly ContentBlock[]

/** `width` is that of the terminal; undefined where the output is none. */
export function answerText(content: Content, format: AnswerFormat, width: number | undefined): string {
  return FORMATS[format](content, width)
}

const FORMATS: Readonly<Record<AnswerFormat, (content: Content, width: number | undefined) => string>> = {
  text: plainText,
  // the blocks are JSON by their type, but for the names of their optional members
  json: (content) => `${indented(valueIn(content) ?? (content as unknown as JsonValue), '')}\n`,
  table: (content, width) => tableOf(valueIn(content), width) ?? plainText(content),
}

function plainText(content: Content): string {
  return content.map((block) => `${blockText(block)}\n`).join('')
}

/** The value that was answered; undefined where the answer is no JSON, was cut, or has something said beside it. */
function valueIn([first, ...rest]: Content): JsonValue | undefined {
  if (first?.type !== 'text' || rest.length > 0) return undefined
  const parsed = parseExactJson(first.text)
  return parsed.ok ? parsed.value : undefined
}

function indented(value: JsonValue, indent: string): string {
  const deeper = `${indent}  `
  const inside = isArray(value)
    ? value.map((item) => indented(item, deeper))
    : isObject(value)
      ? Object.entries(value).map(([name, one]) => `${quoted(name)}: ${indented(one, deeper)}`)
      : []
  if (inside.length === 0) return typeof value === 'string' ? quoted(value) : stringifyJson(value)
  const [open, close] = isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${inside.map((one) => deeper + one).join(',\n')}\n${indent}${close}`
}

/** What would act on a terminal is an escape of JSON: the value stays the same. */
function quoted(text: string): string {
  return printableParts(JSON.stringify(text))
    .map((part) => (part.hidden ? part.text.replace(/\\u\{(.*)\}/, (_, hex: string) => surrogates(hex)) : part.text))
    .join('')
}

function surrogates(hex: string): string {
  const pair = String.fromCodePoint(Number.parseInt(hex, 16))
  return [0, 1].map((at) => `\\u${pair.charCodeAt(at).toString(16)}`).join('')
}

/** A list of objects, or an object that has one; what stands beside the list follows it. */
function tableOf(value: JsonValue | undefined, width: number | undefined): string | undefined {
  const found = isObject(value) ? listIn(value) : { rows: rowsOf(value), beside: [] }
  if (found?.rows === undefined) return undefined
  const { rows, beside } = found
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) => head.map((name) => cellText(member(row, name))))
  const facts = beside.map(([name, one]) => `${printableLine(name)}: ${cellText(one)}\n`).join('')
  const table = tableText(head.map(printableLine), cells, width)
  return facts === '' ? table : `${table}\n${facts}`
}

function listIn(value: JsonObject) {
  const entries = Object.entries(value)
  const lists = entries.flatMap(([name, one]) => {
    const rows = rowsOf(one)
    return rows === undefined ? [] : [{ name, rows }]
  })
  const [only, ...others] = lists
  if (only === undefined || others.length > 0) return undefined
  return { rows: only.rows, beside: entries.filter(([name]) => name !== only.name) }
}

function rowsOf(value: JsonValue | undefined): readonly JsonObject[] | undefined {
  return isArray(value) && value.length > 0 && value.every(isObject) ? value : undefined
}

function cellText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return printableLine(typeof value === 'string' ? value : stringifyJson(value))
}

type Media = Extract<ContentBlock, { data: string }>

function mediaText({ mimeType, data }: Media): string {
  return `[${printable(mimeType)}, ${data.length} characters of base64]`
}

const BLOCK_TEXT: {
  readonly text: (block: Extract<ContentBlock, { type: 'text' }>) => string
  readonly image: (block: Media) => string
  readonly audio: (block: Media) => string
  readonly resource: (block: Extract<ContentBlock, { type: 'resource' }>) => string
  readonly resource_link: (block: Extract<ContentBlock, { type: 'resource_link' }>) => string
} = {
  text: ({ text }) => printable(text),
  image: mediaText,
  audio: mediaText,
  resource: ({ resource }) =>
    'text' in resource
      ? printable(resource.text)
      : `[${printable(resource.mimeType ?? resource.uri)}, ${resource.blob.length} characters of base64]`,
  resource_link: ({ uri, name }) => printable(`${name}: ${uri}`),
}

function blockText(block: ContentBlock): string {
  // the table has the function of exactly this type, which indexing by a union can't show
  return (BLOCK_TEXT[block.type] as (one: ContentBlock) => string)(block)
}
