/** TOML text and a change of one table → the text with that change and every other byte as it was. */
import { parse, stringify, TomlError, type TomlTable } from 'smol-toml'
import { failure, type Result, success } from './result.ts'

/** The value of TOML text, or the line (from 1) on which it is none. */
export function parseToml(text: string): Result<TomlTable, { readonly line: number }> {
  try {
    return success(parse(text.replace(/^\ufeff/, '')))
  } catch (error) {
    if (error instanceof TomlError) return failure({ line: error.line })
    throw error
  }
}

/**
 * Writes the table `[key.name]` in the place of the one that is there, else at the end; undefined takes it away, with
 * the tables in it. Only headers at the beginnings of lines are understood: whoever calls this compares the values before and
 * after, since text in a string may look like a header.
 */
export function editToml(text: string, [key, name]: readonly [string, string], table: object | undefined): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text === '' ? [] : text.split(/(?<=\n)/)
  const blocks = blocksOf(lines, key, name)
  const written =
    table === undefined
      ? ''
      : stringify({ [key]: { [name]: table } })
          .trim()
          .replaceAll('\n', eol) + eol
  const [own] = blocks.filter(({ isWhole }) => isWhole)
  if (table === undefined) {
    const gone = new Set(blocks.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)))
    return lines.filter((_, at) => !gone.has(at)).join('')
  }
  if (own !== undefined) return [...lines.slice(0, own.from), written, ...lines.slice(own.to)].join('')
  const before = text === '' || text.endsWith('\n') ? text : text + eol
  return before + (before === '' ? '' : eol) + written
}

interface Block {
  readonly from: number
  /** Behind the last line that is neither empty nor a comment: those belong to what follows. */
  readonly to: number
  /** Whether it is the table itself, not one in it. */
  readonly isWhole: boolean
}

const HEADER = /^\s*\[/

function blocksOf(lines: readonly string[], key: string, name: string): readonly Block[] {
  const headers = lines.flatMap((line, at) => (HEADER.test(line) ? [at] : []))
  return headers.flatMap((from, index): readonly Block[] => {
    const path = pathOf(lines[from] ?? '')
    if (path === undefined || path[0] !== key || path[1] !== name) return []
    let to = headers[index + 1] ?? lines.length
    while (to > from + 1 && /^\s*(?:#.*)?$/.test(lines[to - 1] ?? '')) to--
    return [{ from, to, isWhole: path.length === 2 }]
  })
}

/** The names in a header, read by what reads TOML. */
function pathOf(header: string): readonly string[] | undefined {
  const parsed = parseToml(header)
  if (!parsed.ok) return undefined
  const path: string[] = []
  for (let value: unknown = parsed.value; typeof value === 'object' && value !== null && !Array.isArray(value); ) {
    const [entry] = Object.entries(value)
    if (entry === undefined) break
    path.push(entry[0])
    value = entry[1]
  }
  return path
}
