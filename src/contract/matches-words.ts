/** An operation and words that somebody looks for → whether it has them all. */
import type { OperationEntry } from './model.ts'

/** Every word occurs somewhere in its id, method, path, summary or tags, in any case; no words match everything. */
export function matchesWords({ operationId, key, summary, tags }: OperationEntry, words: string): boolean {
  const text = [operationId, key, summary, ...tags].join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
