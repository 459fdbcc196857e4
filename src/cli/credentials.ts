/** Upstreams of a profile → their secrets and the sources of its tokens, or everything that is missing; the network is not asked. */
import { join } from 'node:path'
import { type CredentialSet, readCredentials, type Variables } from '../auth/credentials.ts'
import { growing } from '../auth/issued-secrets.ts'
import type { Environment, TokenSource } from '../bridge/ports.ts'
import { configFolder } from '../node/config-folder.ts'
import type { CredentialStore } from '../node/credential-store.ts'
import type { OAuthHttp } from '../node/oauth/oauth-http.ts'
import type { TokenSources } from '../node/token-upstream.ts'
import { version } from '../node/version.ts'
import { type Checked, pass, unlessErrors } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import { credentialsIn, isIssued, type LoginCredential, needsLogin } from '../profile/issued.ts'
import type { ProfileUpstream } from '../profile/upstream-model.ts'
import { writtenHosts } from '../profile/written-hosts.ts'

export interface HeldCredentials {
  readonly credentials: CredentialSet
  readonly tokens: TokenSources
  close(): Promise<void>
}

/** `variables` gives the secrets, `environment` everything else. */
export async function holdCredentials(
  upstreams: readonly ProfileUpstream[],
  variables: Variables,
  environment: Environment,
): Promise<Checked<HeldCredentials>> {
  const all = upstreams.flatMap(({ auth }) => credentialsIn(auth))
  const read = readCredentials(all, variables)
  if (!all.some(isIssued)) {
    return read.ok ? pass({ credentials: read.value, tokens: new Map(), close: async () => {} }) : read
  }
  const store = await openStore(environment)
  const missing: Problem[] = []
  for (const upstream of upstreams) {
    for (const credential of credentialsIn(upstream.auth).filter(needsLogin))
      missing.push(...(await signedOutProblems(upstream, credential, store)))
  }
  const checked = unlessErrors([...read.problems, ...missing], () => undefined)
  if (!checked.ok) return checked
  if (!read.ok) return read
  const { createTokenSources } = await import('../node/token-sources.ts')
  const credentials = growing(read.value)
  const tokens = new Map<string, TokenSource>()
  const opened: OAuthHttp[] = []
  for (const upstream of upstreams.filter(({ auth }) => credentialsIn(auth).some(isIssued))) {
    const http = await openOAuthHttp(upstream)
    opened.push(http)
    const sources = createTokenSources({ http, store, upstream, credentials, now: Date.now })
    for (const [pointer, source] of sources) tokens.set(pointer, source)
  }
  return pass({ credentials, tokens, close: () => closeAll(opened) })
}

async function closeAll(opened: readonly OAuthHttp[]): Promise<void> {
  await Promise.all(opened.map((one) => one.close()))
}

async function signedOutProblems(
  upstream: ProfileUpstream,
  credential: LoginCredential,
  store: CredentialStore,
): Promise<readonly Problem[]> {
  const { signInKey } = await import('../node/oauth/sign-in-key.ts')
  const found = await store.read(signInKey(upstream, credential))
  if (!found.ok) return found.problems
  return found.value === undefined ? [signedOut(upstream, credential, 'never')] : []
}

export function signedOut(
  { profile, name }: ProfileUpstream,
  { renew }: LoginCredential,
  because: 'never' | 'expired',
): Problem {
  const at = { source: 'environment' } as const
  return problem('SIGNED_OUT', at, { profile, upstream: name, because, ...(renew === undefined ? {} : { renew }) })
}

/** Where sign-ins are kept on this machine. */
export async function openStore(environment: Environment): Promise<CredentialStore> {
  const { createCredentialStore } = await import('../node/credential-store.ts')
  const { openKeychain } = await import('../node/keychain.ts')
  return createCredentialStore(join(configFolder(environment), 'credentials'), openKeychain())
}

/** For one API, since a server that it names has to be public unless this API itself is not. */
export async function openOAuthHttp(upstream: ProfileUpstream): Promise<OAuthHttp> {
  const { createOAuthHttp } = await import('../node/oauth/oauth-http.ts')
  const { createHttpClient } = await import('../node/http.ts')
  const { createGuardedLookup } = await import('../node/guarded-lookup.ts')
  const written = writtenHosts(upstream)
  const lookup = createGuardedLookup({ written, isWritten: (host) => written.has(host) })
  return createOAuthHttp(createHttpClient(lookup), version)
}
