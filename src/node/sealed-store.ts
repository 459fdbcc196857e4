/** Values that can be made again → private files of the user's cache, each sealed for this installation and its name. */
import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '../bridge/ports.ts'
import type { JsonValue } from '../lib/json.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { createSeal, type Seal, sha256 } from './digests.ts'
import { readPrivateBytes, writePrivateFile } from './private-file.ts'

export interface SealedStoreOptions {
  readonly folder: string
  /** This installation's key; undefined where there is none, and nothing is kept then. */
  readonly key: () => Promise<Uint8Array | undefined>
  readonly limits?: { readonly files: number; readonly bytes: number }
}

export interface SealedStore extends Store {
  /** Keeps at once what was to be kept later, and waits for it. */
  settle(): Promise<void>
  /** What is kept, the newest first. */
  list(): Promise<readonly StoredFile[]>
  /** How many files were removed. */
  clear(): Promise<number>
}

export interface StoredFile {
  readonly path: string
  readonly bytes: number
  readonly modifiedMs: number
}

const LIMITS = { files: 64, bytes: 128 * 1024 * 1024 } as const

/** Milliseconds: by then the list of tools is out, and the first call as well. */
const LATER_MS = 200

/** Of a file that somebody began to write and will not finish. */
const STALE_MS = 3_600_000

/** The hex digits of the seal, and a line end. */
const SEAL_BYTES = 65

/**
 * A file that is damaged, was changed by hand, came from another machine or has another's name is as good as none.
 * Values are plain JSON, whose numbers are doubles.
 */
export function createSealedStore({ folder, key, limits = LIMITS }: SealedStoreOptions): SealedStore {
  let seal: Promise<Seal | undefined> | undefined
  let pending = Promise.resolve()
  let hurry = (): void => {}
  const hurried = new Promise<void>((resolve) => {
    hurry = resolve
  })

  return {
    read: async (name) => {
      const path = pathOf(name)
      // the first start of all would make a key for nothing
      if (!existsSync(path)) return undefined
      const [sealed, bytes] = await Promise.all([sealer(), readPrivateBytes(path, limits.bytes)])
      if (sealed === undefined || !bytes.ok || bytes.value === undefined) return undefined
      const body = bytes.value.subarray(SEAL_BYTES)
      const written = Buffer.from(bytes.value.subarray(0, SEAL_BYTES - 1)).toString('latin1')
      return written === sealed(name, body) ? JSON.parse(decodeUtf8(body)) : undefined
    },
    keep: (name, make) => {
      // whatever goes wrong, the next start does without
      pending = pending
        .then(later)
        .then(() => write(name, make()))
        .catch(() => {})
    },
    settle: () => {
      hurry()
      return pending
    },
    list: files,
    clear: async () => {
      const found = await readdir(folder).catch(() => [])
      await Promise.all(found.map((name) => rm(join(folder, name), { force: true })))
      return found.length
    },
  }

  function sealer(): Promise<Seal | undefined> {
    seal ??= key().then((value) => (value === undefined ? undefined : createSeal(value)))
    return seal
  }

  function pathOf(name: string): string {
    return join(folder, `${sha256(name)}.json`)
  }

  async function later(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await Promise.race([hurried, new Promise((resolve) => (timer = setTimeout(resolve, LATER_MS).unref()))])
    clearTimeout(timer)
  }

  async function write(name: string, value: JsonValue): Promise<void> {
    const sealed = await sealer()
    const body = JSON.stringify(value)
    const bytes = Buffer.from(body)
    if (sealed === undefined || bytes.length + SEAL_BYTES > limits.bytes) return
    await writePrivateFile(pathOf(name), `${sealed(name, bytes)}\n${body}`)
    await sweep()
  }

  async function files(): Promise<readonly StoredFile[]> {
    const names = await readdir(folder).catch(() => [])
    const found = await Promise.all(names.map((name) => fileAt(join(folder, name))))
    return found.flatMap((one) => one ?? []).sort((a, b) => b.modifiedMs - a.modifiedMs)
  }

  /** The oldest go where they are too many. */
  async function sweep(): Promise<void> {
    let [count, bytes] = [0, 0]
    for (const file of await files()) {
      const isHalf = file.path.endsWith('.tmp')
      if (!isHalf) [count, bytes] = [count + 1, bytes + file.bytes]
      const isOver = isHalf ? Date.now() - file.modifiedMs > STALE_MS : count > limits.files || bytes > limits.bytes
      if (isOver) await rm(file.path, { force: true })
    }
  }
}

async function fileAt(path: string): Promise<StoredFile | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true ? { path, bytes: found.size, modifiedMs: found.mtimeMs } : undefined
}
