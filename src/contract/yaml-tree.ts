/** YAML text → the syntax tree of its one document, nesting bounded before anything recurses into it. */
import { Composer, Lexer, LineCounter, Parser, type Document as YamlDocument } from 'yaml'
import { MAX_DEPTH } from '../lib/json-fault.ts'

export interface Tree {
  /** The first document; undefined where its nesting exhausts the parser. */
  readonly document: YamlDocument | undefined
  /** Where a second document starts. */
  readonly second: number | undefined
  readonly lines: LineCounter
}

/** Collections that may be open at once. The parser's own bookkeeping is on the same stack: some more than its limit. */
const MAX_OPEN = MAX_DEPTH + 10

/** Parses in the core schema, without tags that make other values than JSON's. @see https://yaml.org/spec/1.2.2/#103-core-schema */
export function parseTree(text: string): Tree {
  const lines = new LineCounter()
  const tokens = tokensOf(text, lines)
  if (tokens === undefined) return { document: undefined, second: undefined, lines }
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    // `!!binary`, `!!timestamp`, `!!set` are as unknown as any other tag
    resolveKnownTags: false,
    // names are names: `200`, `no` and `1.0` stay what is written
    stringKeys: true,
    // the composer would compare every key with every other
    uniqueKeys: false,
  })
  const [document, other] = composer.compose(tokens, true, text.length)
  return { document, second: other?.range[0], lines }
}

type Tokens = Iterable<Parameters<Composer['next']>[0]>

function tokensOf(text: string, lines: LineCounter): Tokens | undefined {
  const parser = new Parser(lines.addNewLine)
  const tokens = []
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme))
    // composing recurses, and an exhausted stack is not always an exception: it can end the process
    if (parser.stack.length > MAX_OPEN) return undefined
  }
  tokens.push(...parser.end())
  return tokens
}
