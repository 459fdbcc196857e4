/** A profile's credentials → what of them is pinned: their kind and where they go, never which variable holds them. */
import type { JsonObject } from '../../lib/json.ts'
import type { CredentialUse } from '../../plan/model.ts'
import type { Auth, Credential } from '../../profile/model.ts'

export function pinAuth(auth: Auth): JsonObject {
  if (auth.kind === 'single') return pinCredential(auth.credential)
  return { schemes: Object.fromEntries([...auth.schemes].map(([name, one]) => [name, pinCredential(one)])) }
}

/** What is sent with the requests of one operation. */
export function pinUse({ credential, in: place, name }: CredentialUse): JsonObject {
  return { type: credential.type, in: place, name }
}

function pinCredential(credential: Credential): JsonObject {
  const { type, applies } = credential
  return { type, applies, ...PLACES[type](credential) }
}

const nowhereElse = (): JsonObject => ({})

/** Whatever says where a credential goes. */
const PLACES: Readonly<Record<Credential['type'], (credential: Credential) => JsonObject>> = {
  none: nowhereElse,
  bearer: nowhereElse,
  basic: nowhereElse,
  apiKey: (credential) => (credential.type === 'apiKey' ? { in: credential.in, name: credential.name } : {}),
}
