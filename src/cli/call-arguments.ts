/** Arguments as people type them → one JSON object. */
import { isObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import { parseExactJson } from '../lib/parse-exact-json.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'

export interface TypedArguments {
  /** One JSON object. */
  readonly args?: string
  /** `name=text`, whose text is read by the argument's schema, or `name:=JSON`. */
  readonly pairs: readonly string[]
}

/** Refused where one can't be read, or a name is given twice; what `args` has is replaced by a pair of that name. */
export function readArguments({ args, pairs }: TypedArguments): Checked<JsonObject> {
  const whole = args === undefined ? { value: {} } : parse(args)
  if (typeof whole === 'string') return refused(whole)
  if (!isObject(whole.value)) return refused('it is not a JSON object')
  const given = new Map<string, JsonValue>()
  for (const pair of pairs) {
    const found = PAIR.exec(pair)
    if (found === null) return refused(`${pair} is not name=value`)
    const [, name = '', operator, text = ''] = found
    if (given.has(name)) return refused(`${name} is given twice; a list is ${name}:='["a", "b"]'`)
    const parsed = operator === ':=' ? parse(text) : { value: text }
    if (typeof parsed === 'string') return refused(`${name}: ${parsed}`)
    given.set(name, parsed.value)
  }
  return pass({ ...whole.value, ...Object.fromEntries(given) })
}

/** No name of an argument ends with a colon. */
const PAIR = /^([^=]+?)(:?=)([\s\S]*)$/

function parse(text: string): { readonly value: JsonValue } | string {
  const parsed = parseExactJson(text)
  if (parsed.ok) return { value: parsed.value }
  return parsed.error.kind === 'duplicate-key' ? `the key "${parsed.error.key}" occurs twice` : 'it is not valid JSON'
}

function refused(detail: string): Checked<JsonObject> {
  return refuse(problem('ARGS_UNPARSABLE', { source: 'usage' }, { detail }))
}
