/** A folder of the user's → this installation's random key, made when it is first asked for. */
import { randomBytes, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, link, mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, type Result, success } from '../lib/result.ts'
import { fileFault } from './file-fault.ts'

const BYTES = 32

/** The key, of which nobody else learns; the error says for people why there is none. */
export async function readInstallKey(folder: string): Promise<Result<Uint8Array, string>> {
  const path = join(folder, 'audit-key')
  try {
    return (await readKey(path)) ?? (await makeKey(folder, path)) ?? failure(`${path} can't be made`)
  } catch (error) {
    return failure(`${path}: ${fileFault(error)}`)
  }
}

/** Undefined where there is none. */
async function readKey(path: string): Promise<Result<Uint8Array, string> | undefined> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return undefined
  try {
    const found = await file.stat()
    if (!found.isFile() || found.size !== BYTES * 2) return failure(`${path} does not hold a key`)
    const key = Buffer.from(await file.readFile('latin1'), 'hex')
    if (key.length !== BYTES) return failure(`${path} does not hold a key`)
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) await chmod(path, 0o600)
    return success(key)
  } finally {
    await file.close()
  }
}

/** Whole or not at all: of several processes that start together, the first one's key is everybody's. */
async function makeKey(folder: string, path: string): Promise<Result<Uint8Array, string> | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `audit-key-${randomUUID()}`)
  try {
    await writeFile(draft, randomBytes(BYTES).toString('hex'), { mode: 0o600, flag: 'wx' })
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  return readKey(path)
}
