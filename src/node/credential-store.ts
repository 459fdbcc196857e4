/** Sign-ins by their key: in the keychain of the system, or in files of this user's where somebody said so. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { fileFault } from './file-fault.ts'
import type { Keychain } from './keychain.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'
import { preparePrivateFolder } from './private-folder.ts'
import { withProcessLock } from './process-lock.ts'
import { readRecord, type SignInRecord } from './sign-in-record.ts'

export interface Stored {
  readonly record: SignInRecord
  readonly where: 'keychain' | 'file'
  /** The file; for the keychain, its entry. */
  readonly place: string
}

export interface CredentialStore {
  /** Whether there is where a record may be put. */
  ready(insecure: boolean): Checked<undefined>
  read(key: string): Promise<Checked<Stored | undefined>>
  /** `insecure` allows a file, and puts a record there that is not yet anywhere. */
  write(key: string, record: SignInRecord, insecure: boolean): Promise<Checked<Stored>>
  /** Whether there was something to forget. */
  remove(key: string): Promise<Checked<boolean>>
  /** Runs `work` while no other process does so for this key. */
  alone<V>(key: string, work: () => Promise<Checked<V>>): Promise<Checked<V>>
}

/** Keys are names of files: letters and digits. */
export function createCredentialStore(folder: string, keychain: Keychain | undefined): CredentialStore {
  const fileOf = (key: string): string => join(folder, `${key}.json`)
  return { ready, read, write, remove, alone }

  function ready(insecure: boolean): Checked<undefined> {
    if (insecure || keychain !== undefined) return pass(undefined)
    return refuse(problem('KEYCHAIN_MISSING', { source: 'environment' }, {}))
  }

  async function read(key: string): Promise<Checked<Stored | undefined>> {
    const kept = guarded(() => keychain?.read(key))
    if (!kept.ok) return kept
    if (kept.value !== undefined) return stored(kept.value, 'keychain', key)
    const text = await readPrivateFile(fileOf(key))
    if (!text.ok) return unusable(text.error)
    return text.value === undefined ? pass(undefined) : stored(text.value, 'file', fileOf(key))
  }

  async function write(key: string, record: SignInRecord, insecure: boolean): Promise<Checked<Stored>> {
    const text = JSON.stringify(record)
    if (keychain !== undefined && !insecure) {
      const kept = guarded(() => keychain.write(key, text))
      if (!kept.ok) return kept
      // what a file had is older now, and must not come back
      await rm(fileOf(key), { force: true })
      return pass({ record, where: 'keychain', place: key })
    }
    const allowed = ready(insecure)
    if (!allowed.ok) return allowed
    const written = await writePrivateFile(fileOf(key), text)
    if (!written.ok) return unusable(written.error)
    const gone = guarded(() => (keychain?.read(key) === undefined ? undefined : keychain.remove(key)))
    return gone.ok ? pass({ record, where: 'file', place: fileOf(key) }) : gone
  }

  async function remove(key: string): Promise<Checked<boolean>> {
    const kept = guarded(() => {
      if (keychain?.read(key) === undefined) return false
      keychain.remove(key)
      return true
    })
    if (!kept.ok) return kept
    const text = await readPrivateFile(fileOf(key))
    try {
      await rm(fileOf(key), { force: true })
    } catch (error) {
      return unusable(`${fileOf(key)}: ${fileFault(error)}`)
    }
    return pass(kept.value || !text.ok || text.value !== undefined)
  }

  async function alone<V>(key: string, work: () => Promise<Checked<V>>): Promise<Checked<V>> {
    let began = false
    try {
      const wrong = await preparePrivateFolder(folder)
      if (wrong !== undefined) return unusable(wrong)
      const done = await withProcessLock(join(folder, `${key}.lock`), () => {
        began = true
        return work()
      })
      return done ?? unusable('another process has held it for too long')
    } catch (error) {
      if (began) throw error
      return unusable(`${folder}: ${fileFault(error)}`)
    }
  }
}

function stored(text: string, where: Stored['where'], place: string): Checked<Stored> {
  const record = readRecord(text)
  return record === undefined
    ? unusable(`${place} does not hold what the bridge wrote`)
    : pass({ record, where, place })
}

/** What a keychain throws may quote what it was given: nothing of it is shown. */
function guarded<V>(ask: () => V): Checked<V> {
  try {
    return pass(ask())
  } catch {
    return unusable('the keychain of the system refuses')
  }
}

function unusable(detail: string) {
  return refuse(problem('CREDENTIAL_STORE_UNUSABLE', { source: 'environment' }, { detail }))
}
