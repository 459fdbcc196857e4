/** A path and a text → the file with that text: the old content or the new one, never half of it. */
import { randomUUID } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { failure, type Result, success } from '../lib/result.ts'
import { fileFault } from './file-fault.ts'

/**
 * Writes beside the file and renames. Without a mode, that of a file that is there is kept. The error says for people
 * what stood in the way.
 */
export async function replaceFile(
  path: string,
  text: string | Uint8Array,
  mode?: number,
): Promise<Result<undefined, string>> {
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx', mode ?? (await modeOf(path)))
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    return success(undefined)
  } catch (error) {
    // it may never have come to be
    await rm(temporary, { force: true }).catch(() => undefined)
    return failure(fileFault(error))
  }
}

async function modeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? 0o644 : found.mode & 0o777
}
