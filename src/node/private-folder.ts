/** A path → the folder there, made if need be, that belongs to this user and that nobody else can look into. */
import { chmod, lstat, mkdir } from 'node:fs/promises'

/** Undefined, or why the folder can't be trusted. @throws what the file system says */
export async function preparePrivateFolder(path: string): Promise<string | undefined> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const found = await lstat(path)
  if (!found.isDirectory()) return `${path} is not a folder`
  if (process.platform === 'win32') return undefined
  if (found.uid !== process.getuid?.()) return `${path} belongs to another user`
  if ((found.mode & 0o077) !== 0) await chmod(path, 0o700)
  return undefined
}
