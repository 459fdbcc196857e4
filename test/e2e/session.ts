/** A raw MCP session with a spawned `bridge start`: JSON-RPC lines in, every line of stdout out. */
import { finished, type Run, spawnBridge, type Variables } from './run-bridge.ts'

export interface RpcMessage {
  readonly jsonrpc?: unknown
  readonly id?: unknown
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

export interface Session {
  /** Sends a request; its answer, or undefined where the process ends without one. */
  request(method: string, params?: object): Promise<RpcMessage | undefined>
  notify(method: string, params?: object): void
  /** One line, exactly. */
  send(line: string): void
  /** Ends the input and waits for the process. */
  end(): Promise<Run>
  kill(signal: NodeJS.Signals): void
  readonly exited: Promise<Run>
}

export function openSession(args: readonly string[], variables?: Variables): Session {
  const child = spawnBridge(['start', ...args], variables)
  const exited = finished(child)
  const waiting = new Map<unknown, (message: RpcMessage | undefined) => void>()
  let nextId = 1
  let rest = ''

  child.stdout.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const message of messagesIn(lines.join('\n'))) waiting.get(message.id)?.(message)
  })
  void exited.then(() => {
    for (const settle of waiting.values()) settle(undefined)
  })

  const send = (line: string): void => void child.stdin.write(`${line}\n`)
  return {
    request(method, params = {}) {
      const id = nextId++
      const answer = new Promise<RpcMessage | undefined>((resolve) => waiting.set(id, resolve))
      send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
      return answer
    },
    notify: (method, params = {}) => send(JSON.stringify({ jsonrpc: '2.0', method, params })),
    send,
    end() {
      child.stdin.end()
      return exited
    },
    kill: (signal) => void child.kill(signal),
    exited,
  }
}

/** A session after the handshake of the 2025-11-25 revision. */
export async function openLegacySession(args: readonly string[], variables?: Variables): Promise<Session> {
  const session = openSession(args, variables)
  await session.request('initialize', INITIALIZE)
  session.notify('notifications/initialized')
  return session
}

export const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'e2e', version: '1' },
}

/** Every line of stdout as JSON; throws where a line is not. */
export function messagesIn(stdout: string): readonly RpcMessage[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
