/** A file of this machine → whether anybody on it may change it. */
import { stat } from 'node:fs/promises'
import { pathOfFileUrl } from './files.ts'

/** What Windows calls permissions has no such bits. */
export async function isWritableByAll(url: URL): Promise<boolean> {
  const path = pathOfFileUrl(url)
  if (path === undefined || process.platform === 'win32') return false
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && (found.mode & OTHERS_WRITE) !== 0
}

const OTHERS_WRITE = 0o002
