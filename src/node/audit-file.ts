/** A path → an audit log that only this user may read and that lines are only ever added to. */
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { readAuditLine } from '../bridge/audit-line.ts'
import type { AuditLog } from '../bridge/ports.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { errorCode, fileFault } from './file-fault.ts'

/** Milliseconds for one line: a file system that hangs refuses calls instead of holding them. */
const PATIENCE_MS = 5_000

/** Bytes at the end of the file that its last entry is looked for in: many entries, and room for a half one. */
const TAIL_BYTES = 64 * 1024

/** A new file is made; a symbolic link, anything but a regular file and a file of something else are refused. */
export async function openAuditFile(path: string): Promise<Result<AuditLog, string>> {
  let file: FileHandle | undefined
  try {
    // before opening, because to open a device can already have an effect
    const found = await lstat(path).catch(unlessMissing)
    const wrong = found === undefined ? undefined : kindFault(found)
    if (wrong !== undefined) return failure(wrong)
    file = await open(path, FLAGS, 0o600)
    const opened = await prepare(file, path)
    if (opened.ok) file = undefined
    return opened
  } catch (error) {
    return failure(fileFault(error))
  } finally {
    await file?.close()
  }
}

/** Windows knows neither of the last two. */
const FLAGS =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

async function prepare(file: FileHandle, path: string): Promise<Result<AuditLog, string>> {
  const opened = await file.stat()
  const wrong = kindFault(opened)
  if (wrong !== undefined) return failure(wrong)
  const tail = await readTail(file, opened.size)
  if (tail === undefined) return failure('the file holds something else')
  if (process.platform !== 'win32' && (opened.mode & 0o077) !== 0) await file.chmod(0o600)
  return success(createAuditLog(file, path, opened, tail))
}

function unlessMissing(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT') return undefined
  throw error
}

function kindFault(found: Stats): string | undefined {
  if (found.isSymbolicLink()) return 'it is a symbolic link'
  return found.isFile() ? undefined : 'it is not a regular file'
}

interface Tail {
  readonly last: string | undefined
  /** Somebody's last line breaks off. */
  readonly half: boolean
}

/** Undefined where the file is not empty and its last whole line is no entry. */
async function readTail(file: FileHandle, size: number): Promise<Tail | undefined> {
  if (size === 0) return { last: undefined, half: false }
  const length = Math.min(size, TAIL_BYTES)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length)
  const lines = buffer.toString('latin1', 0, bytesRead).split('\n')
  const half = lines.pop() !== ''
  const last = readAuditLine(lines.at(-1) ?? '')
  return last === undefined ? undefined : { last: last.hash, half }
}

function createAuditLog(file: FileHandle, path: string, opened: Stats, tail: Tail): AuditLog {
  // what somebody else left unfinished stays a line of its own
  let before = tail.half ? '\n' : ''

  async function write(line: string, flush: boolean): Promise<Result<undefined, string>> {
    try {
      // held open, its number belongs to no other file; lines to one without a name would be lost
      const { ino } = await lstat(path)
      if (ino !== opened.ino) return failure('the file was replaced while it was in use')
      const bytes = Buffer.from(before + line)
      // one call: lines of several processes never mix, since each is added whole at the end of that moment
      const { bytesWritten } = await file.write(bytes)
      if (bytesWritten < bytes.length) return failure('a line was only written in part: the disk is full')
      before = ''
      if (flush) await file.datasync()
      return success(undefined)
    } catch (error) {
      return failure(fileFault(error))
    }
  }

  return {
    last: tail.last,
    append: (line, flush) => inTime(write(line, flush)),
    close: async () => {
      await inTime(file.close().then(() => success(undefined)))
    },
  }
}

async function inTime(written: Promise<Result<undefined, string>>): Promise<Result<undefined, string>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Result<undefined, string>>((resolve) => {
    timer = setTimeout(
      () => resolve(failure(`the file did not take a line within ${PATIENCE_MS / 1000} seconds`)),
      PATIENCE_MS,
    )
  })
  try {
    return await Promise.race([written, late])
  } finally {
    clearTimeout(timer)
  }
}
