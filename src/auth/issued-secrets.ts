/** Secrets that come while the bridge runs, beside those of the environment → one list of all that no output may show. */
import type { Secret } from '../upstream/secret.ts'
import type { CredentialSet } from './credentials.ts'

/** Of tokens that follow each other, so many are remembered: what is older is not valid any more. */
const REMEMBERED = 24

export interface GrowingCredentials extends CredentialSet {
  /** From now on among `secrets`, which then is another list. */
  add(secret: Secret): void
}

export function growing({ byVariable, secrets }: CredentialSet): GrowingCredentials {
  let issued: readonly Secret[] = []
  let all = secrets
  return {
    byVariable,
    get secrets() {
      return all
    },
    add: (secret) => {
      if (issued.includes(secret)) return
      issued = [...issued, secret].slice(-REMEMBERED)
      all = [...secrets, ...issued]
    },
  }
}
