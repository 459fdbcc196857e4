/** An entry in a client's file → the program, environment and folder that the client makes of it. */
import { parse } from 'node:path'
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../../lib/json.ts'
import type { StartCommand } from '../../node/mcp-client.ts'
import type { ClientId } from './model.ts'

type Variables = Readonly<Record<string, string | undefined>>

interface Manner {
  /** What a value of the entry becomes. */
  readonly fill: (text: string, variables: Variables) => string
  /** What the client hands on of the environment that it runs in. */
  readonly inherits: (name: string) => boolean
  /** Whether it starts servers in the folder at hand; else in the root of the file system. */
  readonly inProject: boolean
}

/** What a system needs to run a program at all. */
const BASIC = /^(?:PATH|HOME|USERPROFILE|SystemRoot|SystemDrive|APPDATA|LOCALAPPDATA|TEMP|TMP|TMPDIR|LANG)$/i

const inherits = { all: () => true, basic: (name: string) => BASIC.test(name) }

const asWritten: Manner['fill'] = (text) => text

/** `${NAME}` and `${NAME:-else}`; what is not set stays as it is written. */
const shellLike: Manner['fill'] = (text, variables) =>
  text.replace(
    /\$\{(\w+)(?::-([^}]*))?\}/g,
    (whole, name: string, otherwise?: string) => variables[name] ?? otherwise ?? whole,
  )

/** `${env:NAME}`, empty where it is not set. */
const named: Manner['fill'] = (text, variables) =>
  text.replace(/\$\{env:(\w+)\}/g, (_, name: string) => variables[name] ?? '')

/** Clients whose environment is another one than this shell's are tried with what they have at least. */
const MANNERS: Readonly<Record<ClientId, Manner>> = {
  'claude-desktop': { fill: asWritten, inherits: inherits.basic, inProject: false },
  'claude-code': { fill: shellLike, inherits: inherits.all, inProject: true },
  cursor: { fill: named, inherits: inherits.all, inProject: true },
  vscode: { fill: named, inherits: inherits.all, inProject: true },
  codex: {
    fill: asWritten,
    inherits: (name) => /^(?:PATH|HOME)$/i.test(name) || /^System/i.test(name),
    inProject: true,
  },
  // it keeps what is named like a key to itself
  gemini: {
    fill: (text, variables) =>
      shellLike(
        text.replace(/\$(\w+)/g, (_, name: string) => `\${${name}}`),
        variables,
      ),
    inherits: (name) => !/KEY/i.test(name),
    inProject: true,
  },
  windsurf: { fill: named, inherits: inherits.all, inProject: true },
}

/** Undefined where the entry starts nothing. What a client asks a person for is taken from the variable that it is for. */
export function startCommandOf(
  id: ClientId,
  entry: JsonObject,
  variables: Variables,
  cwd: string,
): StartCommand | undefined {
  const { fill, inherits: isHandedOn, inProject } = MANNERS[id]
  const filled = (value: JsonValue | undefined) => (typeof value === 'string' ? fill(value, variables) : undefined)
  const command = filled(member(entry, 'command'))
  if (command === undefined) return undefined
  const env = member(entry, 'env')
  const own = Object.entries(isObject(env) ? env : {}).flatMap(([name, value]): [string, string][] => {
    const text = typeof value === 'string' && /^\$\{input:[^}]*\}$/.test(value) ? variables[name] : filled(value)
    return text === undefined ? [] : [[name, text]]
  })
  const forwarded = listOf(member(entry, 'env_vars'))
  return {
    command,
    args: listOf(member(entry, 'args')).map((one) => fill(one, variables)),
    env: {
      ...environmentOf(variables, (name) => isHandedOn(name) || forwarded.includes(name)),
      ...Object.fromEntries(own),
    },
    cwd: filled(member(entry, 'cwd')) ?? (inProject ? cwd : parse(cwd).root),
  }
}

/** An environment with nothing of a shell's: what a system needs, and these variables. */
export function cleanEnvironment(variables: Variables, names: readonly string[]): Readonly<Record<string, string>> {
  return environmentOf(variables, (name) => inherits.basic(name) || NETWORK.test(name) || names.includes(name))
}

const NETWORK = /^(?:HTTPS_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|XDG_\w+)$/i

function environmentOf(variables: Variables, has: (name: string) => boolean): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value !== undefined && has(name) ? [[name, value]] : [])),
  )
}

function listOf(value: JsonValue | undefined): readonly string[] {
  return isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
