/** Runs the built program as a child process, as a shell or an MCP client would. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, expect } from 'vitest'
import { createLeakScan } from '../soak/leak-scan.ts'

export const BRIDGE = fileURLToPath(new URL('../../bin/bridge.js', import.meta.url))

if (!existsSync(new URL('../../dist/bridge.cjs', import.meta.url))) {
  throw new Error('The program is not built: run `npm run build` first.')
}

export type Variables = Readonly<Record<string, string>>

export interface Run {
  /** Undefined where a signal ended it. */
  readonly exit: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** An environment with nothing of the developer's: no tokens, no proxies, no profiles. */
export function cleanEnvironment(variables: Variables = {}): Record<string, string> {
  const { PATH = '', SystemRoot = '' } = process.env
  return { PATH, ...(SystemRoot === '' ? {} : { SystemRoot }), HOME: tmpdir(), ...variables }
}

/** What the stdio transport of either SDK is given to start the bridge. */
export function startCommand(args: readonly string[], variables: Variables) {
  return {
    command: process.execPath,
    args: [BRIDGE, 'start', ...args],
    env: cleanEnvironment(variables),
    stderr: 'ignore' as const,
  }
}

/** One command to its end; `input` is all that it reads. */
export async function runBridge(args: readonly string[], variables?: Variables, input = ''): Promise<Run> {
  const child = spawnBridge(args, variables)
  child.stdin.end(input)
  return finished(child)
}

export function spawnBridge(args: readonly string[], variables?: Variables): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [BRIDGE, ...args], {
    cwd: tmpdir(),
    env: cleanEnvironment(variables),
    stdio: 'pipe',
  })
  lookForSecrets(child, args, variables)
  // a child that ends at once closes its input before we have written to it
  child.stdin.on('error', () => {})
  return child
}

export function finished(child: ChildProcessWithoutNullStreams): Promise<Run> {
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ exit: code ?? undefined, stdout, stderr }))
  })
}

const leaks: string[] = []

// whatever a file tests, nothing that it started may have shown a secret
afterAll(() => {
  expect(leaks).toEqual([])
})

/** Every output of every bridge is searched for what its environment told it in confidence, in any encoding. */
function lookForSecrets(
  child: ChildProcessWithoutNullStreams,
  args: readonly string[],
  variables: Variables = {},
): void {
  const told = Object.entries(variables).filter(([name, value]) => SECRET.test(name) && value.length >= 8)
  const scan = createLeakScan(
    told.map(([, value]) => value),
    Number.POSITIVE_INFINITY,
  )
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: string | Buffer) => {
      text += chunk
    })
  }
  child.once('close', () => {
    const leak = scan(text)
    if (leak !== undefined) leaks.push(`${args.join(' ')}: ${leak}…`)
  })
}

const SECRET = /TOKEN|SECRET|PASSWORD|KEY|CREDENTIAL/
