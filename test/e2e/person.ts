/** Real clients of both SDKs and eras with somebody behind them who answers questions, or with nobody. */

import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Client as NextClient } from '@modelcontextprotocol/client'
import { StdioClientTransport as NextTransport } from '@modelcontextprotocol/client/stdio'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterEach } from 'vitest'
import { startCommand, type Variables } from './run-bridge.ts'

export type Says = 'accept' | 'decline' | 'cancel'

export interface Said {
  readonly text: string
  readonly isError: boolean
}

export interface Person {
  /** What the person was asked. */
  readonly questions: readonly string[]
  tools(): Promise<readonly Listed[]>
  call(name: string, args?: Record<string, unknown>): Promise<Said>
  /** Ends the bridge, and waits for its end. */
  close(): Promise<void>
}

export interface Listed {
  readonly name: string
  readonly inputSchema: object
  readonly annotations?: object | undefined
}

/** `says` undefined: a client that can't ask. */
export type Connect = (args: readonly string[], variables: Variables, says?: Says) => Promise<Person>

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** Closed after the test. */
export function closing<T extends { close(): Promise<unknown> }>(one: T): T {
  open.push(() => one.close())
  return one
}

const INFO = { name: 'e2e', version: '1' }

interface Calls {
  listTools(): Promise<{ readonly tools: readonly Listed[] }>
  callTool(call: { readonly name: string; readonly arguments: Record<string, unknown> }): Promise<unknown>
  close(): Promise<void>
}

function personOf(client: Calls, questions: readonly string[]): Person {
  return {
    questions,
    tools: async () => (await client.listTools()).tools,
    call: async (name, args = {}) => {
      const answer = Object(await client.callTool({ name, arguments: args })) // the SDKs validate it; their types differ
      const texts: readonly { readonly text?: string }[] = answer.content
      return { text: texts.map(({ text }) => text).join('\n'), isError: answer.isError === true }
    },
    close: () => client.close(),
  }
}

function next(mode: 'legacy' | { readonly pin: string }): Connect {
  return async (args, variables, says) => {
    const questions: string[] = []
    const capabilities = says === undefined ? {} : { elicitation: { form: {} } }
    const client = closing(new NextClient(INFO, { versionNegotiation: { mode }, capabilities }))
    if (says !== undefined) {
      client.setRequestHandler('elicitation/create', async ({ params }) => {
        questions.push(params.message)
        return { action: says }
      })
    }
    await client.connect(new NextTransport(startCommand(args, variables)))
    return personOf(client, questions)
  }
}

const first: Connect = async (args, variables, says) => {
  const questions: string[] = []
  const capabilities = says === undefined ? {} : { elicitation: {} }
  const client = closing(new Client(INFO, { capabilities }))
  if (says !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
      questions.push(params.message)
      return { action: says, content: {} }
    })
  }
  await client.connect(new StdioClientTransport(startCommand(args, variables)))
  return personOf(client, questions)
}

export const legacyClient = next('legacy')
export const modernClient = next({ pin: '2026-07-28' })

export const CLIENTS: readonly (readonly [name: string, connect: Connect])[] = [
  ['sdk 1.x', first],
  ['client 2.x, legacy', legacyClient],
  ['client 2.x, 2026-07-28', modernClient],
]

/** The lines of the log `audit.jsonl` beside a profiles file. */
export async function auditEntries(profiles: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const lines = (await readFile(join(dirname(profiles), 'audit.jsonl'), 'utf8')).trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}
