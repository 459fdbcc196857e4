/** A bridge on plain pipes: lines in, lines out, and nothing of ours that could hide what it does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { BRIDGE, cleanEnvironment } from '../e2e/run-bridge.ts'

export interface Piped {
  readonly child: ChildProcess
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>
  write(text: string): void
  end(): void
  /** Resident memory in MiB and open descriptors, where the system tells. */
  usage(): { readonly memory: number; readonly descriptors: number } | undefined
}

export interface PipeOptions {
  readonly variables: Readonly<Record<string, string>>
  readonly line: (line: string) => void
  readonly stderr: (text: string) => void
  /** What is run instead of the bridge. */
  readonly program?: string
}

export function pipeBridge(args: readonly string[], { variables, line, stderr, program = BRIDGE }: PipeOptions): Piped {
  const child = spawn(process.execPath, [program, ...args], { cwd: tmpdir(), env: cleanEnvironment(variables) })
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) line(one)
  })
  child.stderr.setEncoding('utf8').on('data', stderr)
  child.stdin.on('error', () => {})
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      if (rest !== '') line(rest)
      resolve(code ?? signal ?? '')
    })
  })
  return {
    child,
    ended,
    write: (text) => void child.stdin.write(text),
    end: () => void child.stdin.end(),
    usage: () => usageOf(child.pid),
  }
}

const PAGES_PER_MIB = 256

function usageOf(pid: number | undefined): { memory: number; descriptors: number } | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined
  try {
    const [, resident = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
    return { memory: Number(resident) / PAGES_PER_MIB, descriptors: readdirSync(`/proc/${pid}/fd`).length }
  } catch {
    return undefined // it has ended
  }
}
