/** The credentials of a profile → those for which a server issues tokens, and those that a person has to sign in for. */
import type { Auth, Credential, OAuthCredential } from './model.ts'

/** A credential that no request carries itself: what carries is the token that it gets. */
export type IssuedCredential = Extract<Credential, { type: 'exchange' | 'oauth2' }>

/** One that `bridge login` gets, and that is kept until `bridge logout`. */
export type LoginCredential = Extract<Credential, { type: 'oauth2' }> & {
  readonly grant: Exclude<OAuthCredential['grant'], 'client_credentials'>
}

export function credentialsIn(auth: Auth): readonly Credential[] {
  return auth.kind === 'single' ? [auth.credential] : [...auth.schemes.values()]
}

export function isIssued(credential: Credential): credential is IssuedCredential {
  return credential.type === 'exchange' || credential.type === 'oauth2'
}

export function needsLogin(credential: Credential): credential is LoginCredential {
  return credential.type === 'oauth2' && credential.grant !== 'client_credentials'
}
