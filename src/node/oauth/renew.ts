/** A stored sign-in → one with a new access token, by its refresh token. */

import type { CredentialSet } from '../../auth/credentials.ts'
import { timesOf } from '../../auth/issued-token.ts'
import { type Checked, pass } from '../../problem/checked.ts'
import type { Credential, OAuthCredential } from '../../profile/model.ts'
import { Secret } from '../../upstream/secret.ts'
import type { SignInRecord } from '../sign-in-record.ts'
import { configuredClient, type OAuthClient } from './client.ts'
import { type Asking, refreshGrant, type Tokens } from './grants.ts'
import type { OAuthHttp } from './oauth-http.ts'

/** The record, or the error that the server names. */
export type Renewed = { readonly refusal: string } | { readonly record: SignInRecord }

export async function renewRecord(
  record: SignInRecord,
  refreshToken: string,
  { http, credential, credentials, now }: RenewOptions,
): Promise<Checked<Renewed>> {
  const asking: Asking = {
    http,
    server: record.server,
    client: clientOf(record, credential, credentials),
    resource: record.resource,
  }
  const renewed = await refreshGrant(asking, refreshToken)
  if (!renewed.ok) return renewed
  if ('refusal' in renewed.value) return pass(renewed.value)
  return pass({ record: withTokens(record, renewed.value.tokens, now()) })
}

export interface RenewOptions {
  readonly http: OAuthHttp
  readonly credential: Extract<Credential, { type: 'oauth2' }>
  readonly credentials: CredentialSet
  readonly now: () => number
}

function clientOf(record: SignInRecord, credential: OAuthCredential, credentials: CredentialSet): OAuthClient {
  const configured = configuredClient(credential, credentials)
  if (configured !== undefined) return configured
  const { clientId: id, clientSecret } = record
  return { id, ...(clientSecret === undefined ? {} : { secret: new Secret(clientSecret) }) }
}

/** Both tokens at once: a refresh token that is not replaced stays. */
export function withTokens<R extends Omit<SignInRecord, 'accessToken'>>(
  { expiresAt: _ended, renewAt: _due, ...record }: R,
  { accessToken, refreshToken, expiresIn, scopes }: Tokens,
  now: number,
): Omit<R, 'expiresAt' | 'renewAt'> & Pick<SignInRecord, 'accessToken' | 'refreshToken' | 'expiresAt' | 'renewAt'> {
  return {
    ...record,
    accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...timesOf(expiresIn, now),
    ...(scopes === undefined ? {} : { scopes }),
  }
}
