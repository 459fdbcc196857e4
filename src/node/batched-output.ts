/** A stream → an output that hands over what is written in one turn of the event loop at once. */
import type { Writable } from 'node:stream'

type Batched = Pick<Writable, 'destroyed' | 'on'> & { write(text: string, written: () => void): boolean }

/** Under load a system call for each answer, and waking its reader, costs as much as making the answer. */
export function batchedOutput(stream: Writable): Batched {
  let corked = false
  const uncork = (): void => {
    corked = false
    stream.uncork()
  }
  return {
    get destroyed() {
      return stream.destroyed
    },
    on: stream.on.bind(stream),
    write: (text, written) => {
      if (!corked) {
        corked = true
        stream.cork()
        // after whatever else came in with what is being answered
        setImmediate(uncork)
      }
      return stream.write(text, written)
    },
  }
}
