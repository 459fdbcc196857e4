/** What a sign-in works with, and what it ends in, whichever way a person takes. */
import type { CredentialSet } from '../../auth/credentials.ts'
import { refuse } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import type { LoginCredential } from '../../profile/issued.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import type { OAuthClient } from './client.ts'
import type { Discovered } from './discover.ts'
import type { Tokens } from './grants.ts'
import type { OAuthHttp } from './oauth-http.ts'

export interface SignInOptions {
  readonly http: OAuthHttp
  /** What the credential is for. */
  readonly upstream: ProfileUpstream
  readonly credential: LoginCredential
  readonly credentials: CredentialSet
  /** Of the last sign-in: another one is not trusted because the API says so. */
  readonly issuer?: string | undefined
  /** Seconds that the person has. */
  readonly timeoutSeconds: number
  readonly now: () => number
  /** Shows the person where to sign in. */
  readonly show: (invitation: Invitation) => void
}

/** Where a person goes, and the code to type there in the device flow. */
export interface Invitation {
  readonly issuer: string
  readonly url: string
  readonly code?: string
}

/** What both flows work with. */
export interface Flow extends SignInOptions, Discovered {
  /** Undefined: one has to be registered. */
  readonly client: OAuthClient | undefined
}

export interface SignedIn {
  readonly client: OAuthClient
  readonly tokens: Tokens
}

export function failed(detail: string) {
  return refuse(problem('SIGN_IN_FAILED', { source: 'upstream' }, { detail }))
}
