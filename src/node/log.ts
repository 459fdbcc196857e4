/** Notes for people to lines on stderr: stdout belongs to the protocol. */
import { printableLine } from '../lib/printable.ts'
import type { Output } from './terminal.ts'

export interface Log {
  /** One line, whatever the text holds. */
  line(text: string): void
}

export function createLog(err: Output): Log {
  return { line: (text) => err.write(`drawbridge: ${printableLine(text)}\n`) }
}
