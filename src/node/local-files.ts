/** The folders that a profile names → reading files of theirs and saving new ones, and nothing outside of them. */
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, realpath, unlink } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { FileFault, LocalFiles } from '../bridge/ports.ts'
import { failure, type Result, success } from '../lib/result.ts'
import type { LocalFolders } from '../profile/model.ts'
import { errorCode } from './file-fault.ts'
import { pathOfFileUrl } from './files.ts'
import { readUpTo } from './read-file.ts'

/** Bytes that one process saves in all. */
const MOST_SAVED_BYTES = 1_073_741_824

/** Names tried for one file. */
const MOST_NAMES = 100

export function createLocalFiles(folders: LocalFolders): LocalFiles {
  const roots = folders.read.flatMap((url) => pathOfFileUrl(new URL(url)) ?? [])
  const folder = folders.save === undefined ? undefined : pathOfFileUrl(new URL(folders.save))
  let saved = 0

  return {
    read: (path, maxBytes) => guarded(() => readFrom(roots, path, maxBytes)),
    save: async (name, bytes) => {
      if (folder === undefined) return failure({ kind: 'no-folder' })
      if (saved + bytes.length > MOST_SAVED_BYTES)
        return failure({ kind: 'too-large', limit: MOST_SAVED_BYTES - saved })
      saved += bytes.length
      return guarded(() => saveIn(folder, name, bytes), 'no-folder')
    },
  }
}

async function readFrom(
  roots: readonly string[],
  path: string,
  maxBytes: number,
): Promise<Result<Uint8Array, FileFault>> {
  for (const root of roots) {
    const real = await locate(root, path)
    if (real !== undefined) return readRegular(real, maxBytes)
  }
  return failure({ kind: 'absent' })
}

/** The real path of a file below a root; undefined for everything else, which is not told apart. */
async function locate(root: string, path: string): Promise<string | undefined> {
  if (path === '' || path.includes('\0')) return undefined
  const realRoot = await realpath(root).catch(() => undefined)
  const wanted = resolve(root, path)
  if (realRoot === undefined || !(isBelow(root, wanted) || isBelow(realRoot, wanted))) return undefined
  const real = await realpath(wanted).catch(() => undefined)
  return real !== undefined && isBelow(realRoot, real) ? real : undefined
}

/** Below the folder, and not hidden there: keys and settings of programs are. */
function isBelow(folder: string, path: string): boolean {
  const inside = relative(folder, path)
  if (inside === '' || isAbsolute(inside)) return false
  return inside.split(sep).every((part) => !part.startsWith('.'))
}

async function readRegular(real: string, maxBytes: number): Promise<Result<Uint8Array, FileFault>> {
  // before opening, because to open a device can already have an effect, and a FIFO waits for a writer
  if (!(await lstat(real)).isFile()) return failure({ kind: 'not-regular' })
  // windows has neither flag
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)
  const file = await open(real, flags)
  try {
    // after opening, because a folder on the way may have become a link meanwhile
    if (!(await isStill(file, real))) return failure({ kind: 'absent' })
    const bytes = await readUpTo(file, maxBytes)
    return bytes === undefined ? failure({ kind: 'too-large', limit: maxBytes }) : success(bytes)
  } finally {
    await file.close()
  }
}

async function isStill(file: FileHandle, real: string): Promise<boolean> {
  const [opened, there] = await Promise.all([file.stat(), lstat(real)])
  return opened.isFile() && opened.ino === there.ino && opened.dev === there.dev && (await realpath(real)) === real
}

async function saveIn(folder: string, name: string, bytes: Uint8Array): Promise<Result<string, FileFault>> {
  const real = await realpath(folder)
  if (!(await lstat(real)).isDirectory()) return failure({ kind: 'no-folder' })
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]*)?$/su.exec(name) ?? []
  for (let number = 1; number <= MOST_NAMES; number++) {
    const path = join(real, number === 1 ? name : `${stem}-${number}${extension}`)
    if (!isBelow(real, path)) return failure({ kind: 'denied' })
    const file = await createNew(path)
    if (file !== undefined) return write(file, path, bytes)
  }
  return failure({ kind: 'other', code: 'EEXIST' })
}

/** Only its owner can read it; undefined where something of this name is there, a link that leads nowhere included. */
async function createNew(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined
    throw error
  }
}

async function write(file: FileHandle, path: string, bytes: Uint8Array): Promise<Result<string, FileFault>> {
  try {
    await file.writeFile(bytes)
    await file.close()
    return success(path)
  } catch (error) {
    await file.close().catch(() => {})
    // half a file is worse than none
    await unlink(path).catch(() => {})
    throw error
  }
}

async function guarded<V>(
  run: () => Promise<Result<V, FileFault>>,
  absent: 'absent' | 'no-folder' = 'absent',
): Promise<Result<V, FileFault>> {
  try {
    return await run()
  } catch (error) {
    const code = errorCode(error)
    if (code === undefined) throw error
    const kind = KINDS.get(code)
    return failure(kind === undefined ? { kind: 'other', code } : { kind: kind === 'absent' ? absent : kind })
  }
}

const KINDS: ReadonlyMap<string, 'absent' | 'denied' | 'disk-full' | 'not-regular'> = new Map([
  ['ENOENT', 'absent'],
  ['ENOTDIR', 'absent'],
  ['ELOOP', 'absent'],
  ['EACCES', 'denied'],
  ['EPERM', 'denied'],
  ['EROFS', 'denied'],
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EISDIR', 'not-regular'],
])
