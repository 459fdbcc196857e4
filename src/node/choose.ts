/** Options on a terminal → those that a person picked, with a search among them. */
import type { Readable, Writable } from 'node:stream'

export interface Choice {
  readonly value: string
  readonly label: string
  /** Shown beside the one that is pointed at. */
  readonly hint?: string
}

/** The values that were picked, at least one; undefined where the person left. */
export async function choose(
  message: string,
  options: readonly Choice[],
  selected: readonly string[],
  input: Readable = process.stdin,
  output: Writable = process.stderr,
): Promise<readonly string[] | undefined> {
  const { autocompleteMultiselect, isCancel } = await import('@clack/prompts')
  const picked = await autocompleteMultiselect({
    ...{ message, input, output },
    options: options.map((one) => ({ ...one })),
    initialValues: [...selected],
    required: true,
    maxItems: 12,
    placeholder: 'type to search',
    filter: (words, { value, label = '', hint = '' }) => {
      const text = `${value} ${label} ${hint}`.toLowerCase()
      return words
        .toLowerCase()
        .split(/\s+/)
        .every((word) => text.includes(word))
    },
  })
  return isCancel(picked) ? undefined : picked
}

/** Shows that something takes its time; call what it gives once that is over. */
export async function showProgress(message: string): Promise<() => void> {
  const { spinner } = await import('@clack/prompts')
  const turning = spinner({ output: process.stderr })
  turning.start(message)
  return () => turning.clear()
}
