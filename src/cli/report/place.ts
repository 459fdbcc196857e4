/** Where a problem is → the file that CI systems mark, if it is one on this machine. */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Location } from '../../problem/problem.ts'

export interface Place {
  /** Relative to the working folder, with `/`; undefined for what was fetched. */
  readonly file?: string
  readonly line?: number
}

export function placeOf({ uri, line }: Location, cwd: string): Place {
  const file = uri?.startsWith('file:') === true ? relative(cwd, fileURLToPath(uri)).replaceAll('\\', '/') : undefined
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) }
}
