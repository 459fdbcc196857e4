/** The keychain of the system, where the optional package that speaks to it is installed. */
import { createRequire } from 'node:module'

export interface Keychain {
  /** Undefined where there is no such entry. @throws what the system says */
  read(account: string): string | undefined
  write(account: string, text: string): void
  remove(account: string): void
}

const SERVICE = 'drawbridge'

/** Native, so it can't be part of the bundle: it is looked for beside this program. */
const PACKAGE = '@napi-rs/keyring'

interface KeyringEntry {
  getPassword(): string | null
  setPassword(password: string): void
  deletePassword(): boolean
}

type KeyringModule = { readonly Entry: new (service: string, account: string) => KeyringEntry }

/** Undefined where the package is not installed or has no keychain to speak to. */
export function openKeychain(load: (name: string) => unknown = createRequire(import.meta.url)): Keychain | undefined {
  const Entry = entryClass(load)
  if (Entry === undefined) return undefined
  const entry = (account: string): KeyringEntry => new Entry(SERVICE, account)
  const keychain: Keychain = {
    read: (account) => entry(account).getPassword() ?? undefined,
    write: (account, text) => entry(account).setPassword(text),
    remove: (account) => void entry(account).deletePassword(),
  }
  try {
    // a machine without a session has the package and nothing behind it
    keychain.read('probe')
    return keychain
  } catch {
    return undefined
  }
}

function entryClass(load: (name: string) => unknown): KeyringModule['Entry'] | undefined {
  try {
    const loaded = load(PACKAGE)
    const isModule = typeof loaded === 'object' && loaded !== null && 'Entry' in loaded
    // the one export that is used, by its documented shape
    return isModule && typeof loaded.Entry === 'function' ? (loaded as KeyringModule).Entry : undefined
  } catch {
    return undefined
  }
}
