/** A real MCP client on a child process of this program: what the demo shows is what any client sees. */
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { packageRoot } from './files.ts'
import { version } from './version.ts'

export interface ChildClient {
  readonly client: Client
  /** What the child wrote to stderr so far. */
  readonly stderr: () => string
}

/** Starts `bridge <args>` with this environment only, and connects to it. Rejects when the child ends before that. */
export async function connectToBridge(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ChildClient> {
  const root = packageRoot()
  if (root === undefined) throw new Error('the package folder is not there')
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [fileURLToPath(new URL('bin/bridge.js', `file://${root}/`)), ...args],
    env: { ...env },
    stderr: 'pipe',
  })
  const chunks: string[] = []
  transport.stderr?.on('data', (chunk: Uint8Array) => chunks.push(new TextDecoder().decode(chunk)))
  const client = new Client({ name: 'drawbridge-demo', version })
  await client.connect(transport)
  return { client, stderr: () => chunks.join('') }
}
