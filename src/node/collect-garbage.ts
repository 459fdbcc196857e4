/** A heap with much in it that nobody needs any more → a small one, while nobody waits. */
import { runInNewContext } from 'node:vm'

/** Bytes of heap below which it is not worth the pause. */
const WORTHWHILE_BYTES = 48 * 1024 * 1024

/**
 * What is left of a large document would lie about until the heap has doubled, under everything that calls take. Node
 * has no other way to ask for this than the one of its command line.
 */
export async function collectGarbage(): Promise<void> {
  if (process.memoryUsage().heapUsed < WORTHWHILE_BYTES) return
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}
