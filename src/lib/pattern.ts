/** The `pattern` of a JSON Schema to a test that no text can make hang. @see JSON Schema 2020-12 validation section 6.3.3 */
import { failure, type Result, success } from './result.ts'

export type PatternTest = (text: string) => boolean

/**
 * Why a pattern can't be enforced here: `syntax` where ECMAScript doesn't know it, `unsupported` where it has no test
 * in linear time (references to groups, looking around, more than 1,000 repetitions) or no certain meaning.
 */
export type PatternFault = 'syntax' | 'unsupported'

export type CompilePattern = (source: string) => Result<PatternTest, PatternFault>

/** Loads the engine on first use: starting doesn't need it. */
export function loadPatterns(): Promise<CompilePattern> {
  loaded ??= load()
  return loaded
}

let loaded: Promise<CompilePattern> | undefined

async function load(): Promise<CompilePattern> {
  const { RE2JS } = await import('re2js')
  /** The same patterns stand in many schemas, and each schema is compiled more than once. */
  const known = new Map<string, ReturnType<CompilePattern>>()

  return (source) => {
    const before = known.get(source)
    if (before !== undefined) return before
    const compiled = compile(source)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(source, compiled)
    return compiled
  }

  function compile(source: string): ReturnType<CompilePattern> {
    // many contracts escape what the `u` flag forbids (`\-`)
    if (!isExpression(source, 'u') && !isExpression(source, '')) return failure('syntax')
    if (!MEANS_THE_SAME.test(source)) return failure('unsupported')
    try {
      const expression = RE2JS.compile(RE2JS.translateRegExp(withOwnClasses(source)))
      return success((text) => expression.test(text))
    } catch {
      return failure('unsupported')
    }
  }
}

const MOST_KNOWN = 500

function isExpression(source: string, flag: 'u' | ''): boolean {
  try {
    new RegExp(source, flag)
    return true
  } catch {
    return false
  }
}

/**
 * Letters and digits behind a backslash that RE2 understands as ECMAScript does. Others are references, or letters that
 * other languages give a meaning (`\A`, `\z`). Halves of surrogate pairs are no characters there.
 */
const MEANS_THE_SAME = /^(?:[^\\\p{Cs}]|\\(?:[^A-Za-z1-9]|[bBdDfnprPsStvwWxc]|u(?![dD][89a-fA-F])))*$/u

/** White space and line ends are more in ECMAScript than in RE2. @see ECMA-262 section 22.2.2.9 */
function withOwnClasses(source: string): string {
  let inside = false
  return source.replace(/\\.|[[\].]/gs, (token) => {
    if (token === '[') inside = true
    else if (token === ']') inside = false
    else if (token === '.') return inside ? token : `[^${LINE_ENDS}]`
    else if (token === '\\s') return inside ? SPACES : `[${SPACES}]`
    else if (token === '\\S') return inside ? NO_SPACES : `[^${SPACES}]`
    return token
  })
}

const LINE_ENDS = '\\n\\r\\x{2028}-\\x{2029}'

/** Ranges only: a hyphen behind one is a character. */
const SPACES =
  '\\t-\\r\\x20-\\x20\\xa0-\\xa0\\x{1680}-\\x{1680}\\x{2000}-\\x{200a}\\x{2028}-\\x{2029}\\x{202f}-\\x{202f}\\x{205f}-\\x{205f}\\x{3000}-\\x{3000}\\x{feff}-\\x{feff}'
const NO_SPACES =
  '\\x00-\\x08\\x0e-\\x1f\\x21-\\x9f\\xa1-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}'
