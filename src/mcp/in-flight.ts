/** The requests that were read and not yet answered. */
import type { RequestId } from './message.ts'

export interface InFlight {
  /** False when a request of this id is still unanswered. */
  open(id: RequestId, method: string): boolean
  /** Answered, or cancelled by the client. */
  close(id: RequestId): void
  /** Resolves when every request has its answer; subscriptions, which last as long as the connection, don't count. */
  drained(): Promise<void>
}

export function createInFlight(): InFlight {
  const methods = new Map<RequestId, string>()
  let waiting: (() => void)[] = []
  const isDrained = (): boolean => [...methods.values()].every((method) => method === 'subscriptions/listen')

  return {
    open: (id, method) => {
      if (methods.has(id)) return false
      methods.set(id, method)
      return true
    },
    close: (id) => {
      if (!methods.delete(id) || waiting.length === 0 || !isDrained()) return
      const released = waiting
      waiting = []
      for (const release of released) release()
    },
    drained: async () => {
      if (!isDrained()) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
