/** Lines of text to an output that may be slow, full or gone. */
import type { Output } from './streams.ts'

export interface LineWriter {
  /** Resolves when the output takes more; a line for an output that is gone is dropped. */
  write(line: string): Promise<void>
  /** Resolves when everything written so far was handed over, or the output is gone. */
  flushed(): Promise<void>
}

/** What the writer tells its owner: the output is full, takes more again, is gone (once). */
export interface WriterEvents {
  full(): void
  free(): void
  gone(): void
}

export function createLineWriter(output: Output, events: WriterEvents): LineWriter {
  let unwritten = 0
  let gone = output.destroyed === true
  let awaitingRoom: (() => void)[] = []
  let awaitingFlush: (() => void)[] = []

  const releaseRoom = (): void => {
    const released = awaitingRoom
    awaitingRoom = []
    for (const release of released) release()
  }
  const releaseFlush = (): void => {
    const released = awaitingFlush
    awaitingFlush = []
    for (const release of released) release()
  }
  const lose = (): void => {
    if (gone) return
    gone = true
    releaseRoom()
    releaseFlush()
    events.gone()
  }
  output.on('drain', () => {
    releaseRoom()
    events.free()
  })
  // never taken off: an error event that nobody listens to ends the process
  output.on('error', lose)
  output.on('close', lose)

  return {
    write: async (line) => {
      if (gone) return
      unwritten++
      const roomLeft = output.write(`${line}\n`, () => {
        unwritten--
        if (unwritten === 0) releaseFlush()
      })
      if (roomLeft || gone) return
      events.full()
      await new Promise<void>((resolve) => awaitingRoom.push(resolve))
    },
    flushed: async () => {
      if (gone || unwritten === 0) return
      await new Promise<void>((resolve) => awaitingFlush.push(resolve))
    },
  }
}
