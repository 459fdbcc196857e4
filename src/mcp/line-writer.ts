/** Lines of text to an output that may be slow, full or gone. */
import type { Output } from './streams.ts'

export interface LineWriter {
  /** A line for an output that is gone is dropped. */
  write(line: string): void
  /** Resolves when everything written so far was handed over, or the output is gone. */
  flushed(): Promise<void>
}

/** What the writer tells its owner: the output is full, takes more again, is gone (once). */
export interface WriterEvents {
  full(): void
  free(): void
  gone(): void
}

/** UTF-16 code units that are held back at most. */
const MOST_HELD = 65_536

/**
 * The lines of one turn of the event loop go out together: each piece costs a call of the system, and wakes whoever
 * reads. One that is written by itself leaves at the end of its turn.
 */
export function createLineWriter(output: Output, events: WriterEvents): LineWriter {
  let held = ''
  let unwritten = 0
  let gone = output.destroyed === true
  let awaitingFlush: (() => void)[] = []

  const releaseFlush = (): void => {
    const released = awaitingFlush
    awaitingFlush = []
    for (const release of released) release()
  }
  const written = (): void => {
    unwritten--
    if (unwritten === 0) releaseFlush()
  }
  const handOver = (): void => {
    if (held === '' || gone) return
    const text = held
    held = ''
    unwritten++
    const roomLeft = output.write(text, written)
    if (!roomLeft && !gone) events.full()
  }
  const lose = (): void => {
    if (gone) return
    gone = true
    releaseFlush()
    events.gone()
  }
  output.on('drain', events.free)
  // never taken off: an error event that nobody listens to ends the process
  output.on('error', lose)
  output.on('close', lose)

  return {
    write: (line) => {
      if (gone) return
      if (held === '') setImmediate(handOver)
      held += `${line}\n`
      if (held.length > MOST_HELD) handOver()
    },
    flushed: async () => {
      handOver()
      if (gone || unwritten === 0) return
      await new Promise<void>((resolve) => awaitingFlush.push(resolve))
    },
  }
}
