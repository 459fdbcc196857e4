/** What `bridge start` takes on its command line: each option's flags, and the words that help says of it. */
import type { StartOptions } from './commands/start.ts'
import type { GlobalOptions } from './context.ts'

export interface OptionText {
  /** As people type it, with the name of its value. */
  readonly flags: string
  readonly description: string
  readonly choices?: readonly string[]
  /** Whether it may be given more than once. */
  readonly repeatable?: true
}

export const GLOBAL_OPTIONS: { readonly [K in keyof GlobalOptions]-?: OptionText } = {
  profiles: {
    flags: '--profiles <path-or-url>',
    description:
      'the profiles file (else MCP_PROFILES, ./agent-profiles.json, ./mcp/agent-profiles.json, the shipped one)',
  },
  contract: {
    flags: '--contract <path-or-url>',
    description: "an OpenAPI document in place of the profile's, for this run (NAME=… for one of several upstreams)",
    repeatable: true,
  },
  baseUrl: {
    flags: '--base-url <url>',
    description: "a base URL in place of the profile's, for this run (NAME=… for one of several upstreams)",
    repeatable: true,
  },
  allowRefs: {
    flags: '--allow-refs <where>',
    description: 'follow references to other documents of the contract',
    choices: ['same-origin', 'same-directory'],
  },
}

export const START_OPTIONS: { readonly [K in keyof StartOptions]-?: OptionText } = {
  profile: {
    flags: '--profile <id>',
    description: "the profile to use (else MCP_PROFILE, else the file's default)",
  },
  audit: { flags: '--audit <file>', description: "record every call in this file (else the profile's)" },
  cache: { flags: '--no-cache', description: 'read the contract whole, and keep nothing of it' },
  offline: {
    flags: '--offline',
    description: 'ask no server for the contract: serve what is kept of it, if the lock matches',
  },
}
