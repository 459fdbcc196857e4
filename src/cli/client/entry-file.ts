/** The text of a client's file and an entry for the bridge → the text with the entry, or without it. */
import { canonicalJson } from '../../lib/canonical-json.ts'
import { editJson, type JsonTextFault, parseJsonText } from '../../lib/edit-json.ts'
import { editToml, parseToml } from '../../lib/edit-toml.ts'
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../../lib/json.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import type { Client, SecretInput } from './model.ts'

type Fault = { readonly line: number } & Partial<JsonTextFault>

/** The text is none of the format, or is written in a way that this does not understand. */
export type EntryFault = Fault | 'uneditable'

interface Format {
  readonly read: (text: string, comments: Client['comments']) => Result<unknown, Fault>
  /** Texts that may be the right one, the best first. */
  readonly set: (
    text: string,
    client: Client,
    name: string,
    before: JsonObject | undefined,
    entry: JsonObject,
  ) => readonly string[]
  readonly remove: (text: string, client: Client, name: string) => string
}

const FORMATS: Readonly<Record<Client['format'], Format>> = {
  json: {
    read: parseJsonText,
    set: (text, { key }, name, before, entry) => {
      if (before === undefined) return [editJson(text, [key, name], entry)]
      const changed = Object.entries(entry).filter(([one, value]) => !isSame(member(before, one), value))
      return [changed.reduce((edited, [one, value]) => editJson(edited, [key, name, one], value), text)]
    },
    remove: (text, { key }, name) => editJson(text, [key, name], undefined),
  },
  toml: {
    read: parseToml,
    set: (text, { key }, name, _before, entry) => {
      const own = Object.fromEntries(Object.entries(entry).filter(([, value]) => !isObject(value)))
      return [own, entry].map((table) => editToml(text, [key, name], table))
    },
    remove: (text, { key }, name) => editToml(text, [key, name], undefined),
  },
}

/** What is in the file; empty where it is. */
export function readClientFile(client: Client, text: string): Result<JsonObject, Fault> {
  const read = FORMATS[client.format].read(text, client.comments)
  if (!read.ok) return read
  // dates of TOML become text, which is enough to compare
  const value: unknown = read.value === undefined ? {} : JSON.parse(JSON.stringify(read.value))
  return isObject(value) ? success(value) : failure({ line: 1, isRelaxed: false })
}

export function entriesIn(client: Client, file: JsonObject): ReadonlyMap<string, JsonObject> {
  const entries = member(file, client.key)
  return new Map(
    Object.entries(isObject(entries) ? entries : {}).flatMap(([name, entry]) =>
      isObject(entry) ? [[name, entry]] : [],
    ),
  )
}

/** The text with the entry; what a person added to that is kept. */
export function addEntry(
  client: Client,
  text: string,
  name: string,
  wanted: JsonObject,
  inputs: readonly SecretInput[],
): Result<string, EntryFault> {
  const file = readClientFile(client, text)
  if (!file.ok) return file
  const before = entriesIn(client, file.value).get(name)
  const entry = before === undefined ? wanted : merged(before, wanted)
  const there = new Set(inputsIn(file.value).map(({ id }) => id))
  const missing = inputs.filter(({ id }) => !there.has(id))
  if (missing.length === 0 && before !== undefined && isSame(before, entry)) return success(text)
  const withInputs = missing.reduce((edited, { value }) => editJson(edited, ['inputs', -1], value), text)
  const expected = {
    ...file.value,
    ...(missing.length === 0 ? {} : { inputs: [...listIn(file.value), ...missing.map(({ value }) => value)] }),
    [client.key]: { ...tableIn(file.value, client.key), [name]: entry },
  }
  const found = FORMATS[client.format]
    .set(withInputs, client, name, before, entry)
    .find((one) => holds(client, one, expected))
  return found === undefined ? failure('uneditable') : success(found)
}

/** The text without the entry and what only it asked for. */
export function removeEntry(client: Client, text: string, name: string): Result<string, EntryFault> {
  const file = readClientFile(client, text)
  if (!file.ok) return file
  const { [name]: entry, ...others } = tableIn(file.value, client.key)
  const gone = ownInputs(file.value, entry)
  const kept = inputsIn(file.value).filter(({ id }) => !gone.includes(id))
  const positions = inputsIn(file.value).flatMap(({ id, at }) => (gone.includes(id) ? [at] : []))
  const withoutInputs = positions.reverse().reduce((edited, at) => editJson(edited, ['inputs', at], undefined), text)
  const expected: JsonObject = {
    ...file.value,
    ...(gone.length === 0 ? {} : { inputs: kept.map(({ value }) => value) }),
    [client.key]: others,
  }
  const removed = FORMATS[client.format].remove(withoutInputs, client, name)
  // a table of TOML without members is not there any more
  const { [client.key]: _, ...bare } = expected
  return holds(client, removed, expected) || holds(client, removed, bare) ? success(removed) : failure('uneditable')
}

/** Whether this text is another one, which lacks the entry, with the entry in it. */
export function isResultOf(client: Client, text: string, name: string, origin: string): boolean {
  const file = readClientFile(client, text)
  const entry = file.ok ? entriesIn(client, file.value).get(name) : undefined
  if (!file.ok || entry === undefined) return false
  const ids = ownInputs(file.value, entry)
  const inputs = inputsIn(file.value).filter(({ id }) => ids.includes(id))
  const before = readClientFile(client, origin)
  if (!before.ok || entriesIn(client, before.value).has(name)) return false
  const again = addEntry(client, origin, name, entry, inputs)
  return again.ok && again.value === text
}

function holds(client: Client, text: string, expected: JsonObject): boolean {
  const read = readClientFile(client, text)
  return read.ok && isSame(read.value, expected)
}

/** What a person wrote into `env` stays, a token above all; so does every member that is not ours. */
function merged(before: JsonObject, wanted: JsonObject): JsonObject {
  const [oldEnv, newEnv] = [member(before, 'env'), member(wanted, 'env')]
  const [oldVars, newVars] = [member(before, 'env_vars'), member(wanted, 'env_vars')]
  return {
    ...before,
    ...wanted,
    ...(isObject(oldEnv) ? { env: { ...(isObject(newEnv) ? newEnv : {}), ...oldEnv } } : {}),
    ...(isArray(oldVars) ? { env_vars: [...new Set([...oldVars, ...(isArray(newVars) ? newVars : [])])] } : {}),
  }
}

interface FoundInput extends SecretInput {
  readonly at: number
}

function listIn(file: JsonObject): readonly JsonValue[] {
  const inputs = member(file, 'inputs')
  return isArray(inputs) ? inputs : []
}

function inputsIn(file: JsonObject): readonly FoundInput[] {
  return listIn(file).flatMap((value, at) => {
    const id = isObject(value) ? member(value, 'id') : undefined
    return isObject(value) && typeof id === 'string' ? [{ id, value, at }] : []
  })
}

/** The inputs that this entry alone refers to. */
function ownInputs(file: JsonObject, entry: JsonValue | undefined): readonly string[] {
  const text = JSON.stringify(entry ?? null)
  const whole = JSON.stringify(file)
  const uses = (id: string, among: string) => among.split(`\${input:${id}}`).length - 1
  return inputsIn(file)
    .map(({ id }) => id)
    .filter((id) => uses(id, text) > 0 && uses(id, text) === uses(id, whole))
}

function tableIn(file: JsonObject, key: string): JsonObject {
  const table = member(file, key)
  return isObject(table) ? table : {}
}

function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b)
}
