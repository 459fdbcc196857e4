/** A path and a new text → the file with that text, and what it had before beside it. */
import { copyFile, realpath } from 'node:fs/promises'
import { failure, type Result } from '../lib/result.ts'
import { errorCode, fileFault } from './file-fault.ts'
import { replaceFile } from './replace-file.ts'

/** Where the text before the last change of a file is. */
export function backupPath(path: string): string {
  return `${path}.backup`
}

/**
 * Copies what is there to its `.backup`, then replaces it in one step; a link stays one. `mode` is for a file that is not
 * there yet. The error says for people what stood in the way.
 */
export async function replaceWithBackup(path: string, text: string, mode: number): Promise<Result<undefined, string>> {
  try {
    const real = await realpath(path)
    await copyFile(real, backupPath(path))
    return replaceFile(real, text)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return replaceFile(path, text, mode)
    return failure(fileFault(error))
  }
}
