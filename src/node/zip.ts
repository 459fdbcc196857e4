/** Files → a ZIP archive whose bytes depend on nothing but their names and contents. */
import { zipSync } from 'fflate'

/** The archive's times have no zone: the first that it can hold, wherever this runs. */
const THEN = new Date(1980, 0, 1)

export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: THEN })
}
