/** `bridge review`: one page for the person who signs off, as a file. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { replaceFile } from '../../node/replace-file.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { problem } from '../../problem/problem.ts'
import type { Context } from '../context.ts'
import { fail } from '../failure.ts'
import { reviewPage } from '../review/page.ts'
import { readReview } from '../review/review.ts'

export interface ReviewOptions {
  /** Undefined means every profile. */
  readonly profile?: readonly string[]
  /** `-` is stdout. */
  readonly out: string
}

/** 0 where there is a page, whatever it says: `bridge check` and `bridge diff` are what fails. */
export async function review(context: Context, { profile, out }: ReviewOptions): Promise<ExitCode> {
  const { terminal, cwd } = context
  const read = await readReview(context, profile)
  if (!read.ok) return fail(terminal, read.problems)
  const page = await reviewPage(read.value)
  if (out === '-') {
    terminal.out.write(page)
    return 0
  }
  const path = resolve(cwd, out)
  const written = await replaceFile(path, page)
  if (!written.ok) {
    const at = { source: 'usage', uri: pathToFileURL(path).href } as const
    return fail(terminal, [problem('FILE_UNWRITABLE', at, { detail: written.error })])
  }
  terminal.out.write(`Wrote ${path}: open it in a browser.\n`)
  return 0
}
