/** A client by its id, its secret if it has one, and how the server wants to be told → who asks in every request. */
import type { Client, ClientAuth } from 'oauth4webapi'
import type { CredentialSet } from '../../auth/credentials.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import type { OAuthCredential } from '../../profile/model.ts'
import { Secret } from '../../upstream/secret.ts'
import { type PinnedServer, toMetadata } from './authorization-server.ts'
import { type OAuth, withMetadata } from './library.ts'
import type { OAuthHttp } from './oauth-http.ts'

export interface OAuthClient {
  readonly id: string
  readonly secret?: Secret
  /** The secret that the server made for this client, to be stored with the sign-in. */
  readonly made?: string
}

/** The client of the profile; undefined where it names none. */
export function configuredClient(credential: OAuthCredential, credentials: CredentialSet): OAuthClient | undefined {
  const { clientId, clientSecret } = credential
  if (clientId === undefined) return undefined
  const secret = clientSecret === undefined ? undefined : credentials.byVariable.get(clientSecret.env)
  return { id: clientId, ...(secret === undefined ? {} : { secret }) }
}

/** A client that the server makes for this sign-in. @see https://www.rfc-editor.org/rfc/rfc7591 */
export async function registerClient(
  http: OAuthHttp,
  server: PinnedServer,
  wanted: { readonly redirectUri?: string; readonly grant: string; readonly scopes?: readonly string[] },
): Promise<Checked<OAuthClient>> {
  if (server.registrationUrl === undefined) {
    const detail = 'it registers no clients, and the profile has no "clientId"'
    const at = { source: 'upstream', uri: server.issuer } as const
    return refuse(problem('AUTHORIZATION_SERVER_UNFIT', at, { server: server.issuer, detail }))
  }
  const made = await withMetadata(http, server.issuer, async (oauth, options) => {
    const { redirectUri, grant, scopes } = wanted
    const metadata = {
      client_name: 'Drawbridge',
      grant_types: [grant, 'refresh_token'],
      response_types: redirectUri === undefined ? [] : ['code'],
      redirect_uris: redirectUri === undefined ? [] : [redirectUri],
      token_endpoint_auth_method: 'none',
      ...(scopes === undefined ? {} : { scope: scopes.join(' ') }),
    }
    const answer = await oauth.dynamicClientRegistrationRequest(toMetadata(server), metadata, options)
    return oauth.processDynamicClientRegistrationResponse(answer)
  })
  if (!made.ok) return made
  const { client_id: id, client_secret: secret } = made.value
  const hasSecret = typeof secret === 'string' && secret !== ''
  return pass({ id, ...(hasSecret ? { secret: new Secret(secret), made: secret } : {}) })
}

/** How the client shows who it is: by the basic scheme where the server says that it takes it, else in the body. */
export function clientParts(oauth: OAuth, server: PinnedServer, { id, secret }: OAuthClient): [Client, ClientAuth] {
  const client: Client = { client_id: id }
  if (secret === undefined) return [client, oauth.None()]
  const basic = server.tokenAuth?.includes('client_secret_basic') === true
  return [client, basic ? oauth.ClientSecretBasic(secret.reveal()) : oauth.ClientSecretPost(secret.reveal())]
}
