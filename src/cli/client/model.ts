/** An MCP client as far as an entry for the bridge goes: its file, the form of an entry, and how a token gets there. */
import type { JsonObject } from '../../lib/json.ts'

export const CLIENT_IDS = ['claude-desktop', 'claude-code', 'cursor', 'vscode', 'codex', 'gemini', 'windsurf'] as const
export type ClientId = (typeof CLIENT_IDS)[number]

/** For this user everywhere, or for the project in the folder at hand. */
export const SCOPES = ['user', 'project'] as const
export type Scope = (typeof SCOPES)[number]

/** The machine that a file is looked for on. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly cwd: string
  readonly get: (variable: string) => string | undefined
}

/** How a client is to start the bridge. */
export interface Launch {
  /** The name of the entry. */
  readonly name: string
  /** Absolute path of Node.js: a client that is started from a menu has no PATH of a shell. */
  readonly command: string
  readonly args: readonly string[]
  /** The variables that hold secrets. */
  readonly variables: readonly string[]
}

/** What an entry asks of a client besides its own place: a prompt for a secret. */
export interface SecretInput {
  readonly id: string
  readonly value: JsonObject
}

export interface Client {
  readonly title: string
  readonly format: 'json' | 'toml'
  /** Whether the client reads a file with comments. */
  readonly comments: 'allowed' | 'refused'
  /** The member of the file that has the entries. */
  readonly key: string
  readonly entry: (launch: Launch, scope: Scope) => JsonObject
  readonly inputs: (launch: Launch) => readonly SecretInput[]
  /** Undefined where the client has none of that scope. */
  readonly file: Readonly<Record<Scope, ((machine: Machine) => string) | undefined>>
  /** What is left for the person to do. */
  readonly next: (launch: Launch) => string
}
