/** A file URL to the file's bytes: regular files only, and never more of them than the limit. */
import { constants } from 'node:fs'
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import type { Problem } from '../problem/problem.ts'
import type { DocumentProblems } from './document-problems.ts'
import { errorCode } from './file-fault.ts'
import { pathOfFileUrl } from './files.ts'

/**
 * Reads a whole file. Symbolic links are followed, but not out of the folder `within`; devices, FIFOs, sockets and
 * directories are refused unread.
 */
export async function readFileBytes(
  url: URL,
  maxBytes: number,
  problems: DocumentProblems,
  within?: URL,
): Promise<Checked<Uint8Array>> {
  const path = pathOfFileUrl(url)
  if (path === undefined) return refuse(problems.unreadable('it is not a path on this machine'))
  const folder = within === undefined ? undefined : pathOfFileUrl(within)
  let file: FileHandle | undefined
  try {
    if (folder !== undefined && !(await isInside(path, folder))) return refuse(problems.unreadable(OUTSIDE))
    // before opening, because to open a device can already have an effect, and a FIFO waits for a writer
    const kind = await stat(path)
    if (!kind.isFile()) return refuse(problems.unreadable(kind.isDirectory() ? 'it is a directory' : NOT_REGULAR))
    // and after, because the path may by then lead elsewhere; windows has no O_NONBLOCK
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    if (!(await file.stat()).isFile()) return refuse(problems.unreadable(NOT_REGULAR))
    const bytes = await readUpTo(file, maxBytes)
    return bytes === undefined ? refuse(problems.tooLarge(maxBytes)) : pass(bytes)
  } catch (error) {
    return refuse(fileProblem(error, problems))
  } finally {
    await file?.close()
  }
}

async function isInside(path: string, folder: string): Promise<boolean> {
  const [real, realFolder] = await Promise.all([realpath(path), realpath(folder)])
  return real.startsWith(realFolder.endsWith(sep) ? realFolder : realFolder + sep)
}

const OUTSIDE = "it is not in the contract's folder"
const NOT_REGULAR = 'it is not a regular file'
const LEAST_BYTES = 64 * 1024

/** Reads until the end rather than to the size that was reported: that is 0 in /proc, and a file may grow. */
export async function readUpTo(file: FileHandle, maxBytes: number): Promise<Uint8Array | undefined> {
  const { size } = await file.stat()
  // the byte behind the end is asked for as well: there is none, or the file is longer
  let bytes: Uint8Array = new Uint8Array(Math.max(Math.min(size, maxBytes) + 1, LEAST_BYTES))
  for (let length = 0; ; ) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length)
    if (bytesRead === 0) return bytes.subarray(0, length)
    length += bytesRead
    if (length > maxBytes) return undefined
    if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length)
  }
}

function fileProblem(error: unknown, problems: DocumentProblems): Problem {
  const code = errorCode(error) ?? ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return problems.missing()
  return problems.unreadable(REASONS.get(code) ?? `it can not be read (${code})`)
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied (EACCES)'],
  ['EPERM', 'permission denied (EPERM)'],
  ['ELOOP', 'its symbolic links lead in a circle (ELOOP)'],
  ['EMFILE', 'too many files are open (EMFILE)'],
])
