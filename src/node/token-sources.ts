/** The credentials of an upstream for which a server issues tokens → the source of each one's. */
import type { GrowingCredentials } from '../auth/issued-secrets.ts'
import { type IssuedToken, timesOf } from '../auth/issued-token.ts'
import type { TokenSource } from '../bridge/ports.ts'
import { createTokenSource } from '../bridge/token-source.ts'
import { type Checked, pass } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { credentialsIn, type IssuedCredential, isIssued, needsLogin } from '../profile/issued.ts'
import type { Credential } from '../profile/model.ts'
import type { ProfileUpstream } from '../profile/upstream-model.ts'
import { Secret } from '../upstream/secret.ts'
import type { CredentialStore } from './credential-store.ts'
import { configuredClient } from './oauth/client.ts'
import { type Discovered, discover } from './oauth/discover.ts'
import { clientCredentialsGrant } from './oauth/grants.ts'
import type { OAuthHttp } from './oauth/oauth-http.ts'
import { apiUrl, signInKey } from './oauth/sign-in-key.ts'
import { createStoredTokens } from './oauth/stored-token.ts'
import { createTokenExchange } from './token-exchange.ts'
import type { TokenSources } from './token-upstream.ts'

export interface TokenSourcesOptions {
  readonly http: OAuthHttp
  readonly store: CredentialStore
  readonly upstream: ProfileUpstream
  /** Gets every token that is issued, so that no output shows it. */
  readonly credentials: GrowingCredentials
  readonly now: () => number
}

type Issue = (previous: IssuedToken | undefined, refused: boolean) => Promise<Checked<IssuedToken>>
type OAuth = Extract<Credential, { type: 'oauth2' }>

/** Nothing is asked before the first call needs it. */
export function createTokenSources(options: TokenSourcesOptions): TokenSources {
  const { upstream, credentials, now } = options
  const sources = credentialsIn(upstream.auth)
    .filter(isIssued)
    .map((credential): [string, TokenSource] => [
      credential.pointer,
      createTokenSource({
        ...{ issue: issueOf(credential, options), issued: (token) => credentials.add(token), now },
        ...(vouchesForNext(credential) ? { wake } : {}),
      }),
    ])
  return new Map(sources)
}

/** Once it is over, nothing but the credential itself gets another token, and that may be over much sooner. */
function vouchesForNext(credential: IssuedCredential): boolean {
  return credential.type === 'exchange' && credential.refresh?.sends === 'bearer'
}

/** More would overflow, and be at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Keeps no process alive. */
function wake(ms: number, action: () => void): void {
  setTimeout(action, Math.min(ms, LONGEST_TIMER_MS)).unref()
}

function issueOf(credential: IssuedCredential, options: TokenSourcesOptions): Issue {
  if (credential.type === 'exchange') return createTokenExchange({ ...options, credential })
  if (!needsLogin(credential)) return clientCredentials(credential, options)
  const issue = createStoredTokens({
    ...options,
    credential,
    key: signInKey(options.upstream, credential),
    secret: (secret) => options.credentials.add(secret),
  })
  return (_previous, refused) => issue(refused)
}

/** The server is discovered once: for as long as this process runs, it does not change. */
function clientCredentials(credential: OAuth, { http, upstream, credentials, now }: TokenSourcesOptions): Issue {
  let discovered: Discovered | undefined
  return async () => {
    if (discovered === undefined) {
      const found = await discover(http, credential, apiUrl(upstream))
      if (!found.ok) return found
      discovered = found.value
    }
    const { server, resource, scopes } = discovered
    const client = configuredClient(credential, credentials)
    if (client === undefined) throw new Error('the parser let a credential without a client through')
    const tokens = await clientCredentialsGrant({ http, server, client, resource, scopes })
    if (!tokens.ok) return withRenew(tokens, credential)
    const { accessToken, expiresIn, scopes: granted } = tokens.value
    return pass({
      secret: new Secret(accessToken),
      ...timesOf(expiresIn, now()),
      ...(granted === undefined ? {} : { scopes: granted }),
    })
  }
}

function withRenew(refused: Extract<Checked<never>, { ok: false }>, { renew }: OAuth): Checked<never> {
  const [first, ...rest] = refused.problems
  if (first.code !== 'TOKEN_REFUSED' || renew === undefined) return refused
  return { ok: false, problems: [problem(first.code, first.at, { ...first.args, renew }), ...rest] }
}
