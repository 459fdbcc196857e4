/** A real MCP client on a child process of this program: what the demo shows is what any client sees. */
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { failure, type Result, success } from '../lib/result.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { packageRoot } from './files.ts'
import { version } from './version.ts'

export interface ChildClient {
  readonly client: Client
  /** What the child wrote to stderr so far. */
  readonly stderr: () => string
}

/** How a server is started: a program with its arguments, its whole environment, and its folder. */
export interface StartCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Starts `bridge <args>` with this environment only, and connects to it. Rejects when the child ends before that. */
export async function connectToBridge(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ChildClient> {
  const root = packageRoot()
  if (root === undefined) throw new Error('the package folder is not there')
  const program = fileURLToPath(new URL('bin/bridge.js', `file://${root}/`))
  const connected = await connectTo({ command: process.execPath, args: [program, ...args], env }, 'drawbridge-demo')
  if (!connected.ok) throw new Error('the child ended')
  return connected.value
}

/** Connects as a client of this name; the error is what the child had to say before it ended. */
export async function connectTo(
  { command, args, env, cwd }: StartCommand,
  name: string,
): Promise<Result<ChildClient, string>> {
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    env: { ...env },
    stderr: 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
  })
  const chunks: string[] = []
  const stderr = () => chunks.join('')
  transport.stderr?.on('data', (chunk: Uint8Array) => chunks.push(decodeUtf8(chunk)))
  const client = new Client({ name, version })
  try {
    await client.connect(transport)
    return success({ client, stderr })
  } catch (error) {
    await client.close()
    return failure(stderr() === '' && error instanceof Error ? error.message : stderr())
  }
}
