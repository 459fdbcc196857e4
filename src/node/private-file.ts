/** Texts that only this user may read: files that are whole or not there, never links, never anybody else's. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { failure, type Result, success } from '../lib/result.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { errorCode, fileFault } from './file-fault.ts'
import { preparePrivateFolder } from './private-folder.ts'
import { readUpTo } from './read-file.ts'
import { replaceFile } from './replace-file.ts'

const MOST_BYTES = 256 * 1024

/** Undefined where there is none. The error says for people why it is not read. */
export async function readPrivateFile(path: string): Promise<Result<string | undefined, string>> {
  const bytes = await readPrivateBytes(path, MOST_BYTES)
  return bytes.ok ? success(bytes.value && decodeUtf8(bytes.value)) : bytes
}

/** The same before it is made to text. */
export async function readPrivateBytes(
  path: string,
  maxBytes: number,
): Promise<Result<Uint8Array | undefined, string>> {
  let file: FileHandle | undefined
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    const found = await file.stat()
    if (!found.isFile()) return failure(`${path} is not a regular file`)
    if (process.platform !== 'win32') {
      if (found.uid !== process.getuid?.()) return failure(`${path} belongs to another user`)
      if ((found.mode & 0o077) !== 0) await file.chmod(0o600)
    }
    const bytes = await readUpTo(file, maxBytes)
    return bytes === undefined ? failure(`${path} is too long`) : success(bytes)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return success(undefined)
    return failure(`${path}: ${fileFault(error)}`)
  } finally {
    await file?.close()
  }
}

/** The error says for people what stood in the way; what was there before still is. */
export async function writePrivateFile(path: string, text: string): Promise<Result<undefined, string>> {
  const wrong = await preparePrivateFolder(dirname(path)).catch((error: unknown) => `${path}: ${fileFault(error)}`)
  if (wrong !== undefined) return failure(wrong)
  const written = await replaceFile(path, text, 0o600)
  return written.ok ? written : failure(`${path}: ${written.error}`)
}
