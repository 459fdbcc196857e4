/** A credential and its API → the name under which its sign-in is kept: whatever would send a token elsewhere changes it. */
import { canonicalJson } from '../../lib/canonical-json.ts'
import type { LoginCredential } from '../../profile/issued.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import { sha256 } from '../digests.ts'

/** 32 hex digits. */
export function signInKey(upstream: ProfileUpstream, credential: LoginCredential): string {
  const { grant, discovery, authorizationUrl, tokenUrl, deviceUrl, registrationUrl } = credential
  const { clientId, scopes, resource } = credential
  const said = {
    profile: upstream.profile,
    pointer: credential.pointer,
    upstream: {
      kind: upstream.kind,
      baseUrl: upstream.baseUrl ?? new URL(upstream.contract).origin,
      servers: upstream.servers,
    },
    credential: {
      grant,
      discovery,
      authorizationUrl,
      tokenUrl,
      deviceUrl,
      registrationUrl,
      clientId,
      scopes,
      resource,
    },
  }
  // what is undefined is left out
  return sha256(canonicalJson(JSON.parse(JSON.stringify(said)))).slice(0, 32)
}

/** Where an API is: what it is asked for its authorization server. */
export function apiUrl(upstream: ProfileUpstream): URL {
  if (upstream.kind === 'mcp') return new URL(upstream.url)
  return new URL(upstream.baseUrl ?? new URL(upstream.contract).origin)
}
