/** What the system says against a file → why, for people; the path is told beside it. */

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it is not there, or its folder is not'],
  ['ENOTDIR', 'its folder is not a folder'],
  ['EISDIR', 'it is a directory'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ELOOP', 'it is a symbolic link'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota is used up'],
  ['EFBIG', 'it may not grow any further'],
  ['EIO', 'the disk reports an error'],
  ['EMFILE', 'too many files are open'],
])

/** `ENOENT` and the like; undefined for what is no error of the system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** @throws what is no error of the system: a bug */
export function fileFault(error: unknown): string {
  const code = errorCode(error)
  if (code === undefined) throw error
  const reason = REASONS.get(code)
  return reason === undefined ? `it fails with ${code}` : `${reason} (${code})`
}
