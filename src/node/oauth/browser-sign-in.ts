/** The authorization code flow with PKCE: a browser goes to the server, and comes back to this machine with a code. */
import { type Checked, pass } from '../../problem/checked.ts'
import { type CallbackListener, listenForCallback } from '../callback-listener.ts'
import { toMetadata } from './authorization-server.ts'
import { clientParts, type OAuthClient, registerClient } from './client.ts'
import { type Flow, failed, type SignedIn } from './flow.ts'
import { resourceOf, tokensIn } from './grants.ts'
import { type OAuth, withOAuth } from './library.ts'

/** @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3 */
export async function signInByBrowser(flow: Flow): Promise<Checked<SignedIn>> {
  const listener = await listenForCallback()
  try {
    const client = await clientOf(flow, listener)
    return client.ok ? await signInAs(flow, client.value, listener) : client
  } finally {
    await listener.close()
  }
}

async function clientOf(
  { http, server, client, scopes }: Flow,
  { redirectUri }: CallbackListener,
): Promise<Checked<OAuthClient>> {
  if (client !== undefined) return pass(client)
  const wanted = { redirectUri, grant: 'authorization_code', ...(scopes === undefined ? {} : { scopes }) }
  return registerClient(http, server, wanted)
}

async function signInAs(flow: Flow, client: OAuthClient, listener: CallbackListener): Promise<Checked<SignedIn>> {
  const { http, server, show, timeoutSeconds } = flow
  const { redirectUri } = listener
  const oauth: OAuth = await import('oauth4webapi')
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const url = authorizationUrl(flow, client, {
    redirect_uri: redirectUri,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  })
  show({ issuer: server.issuer, url: url.href })
  const answer = await listener.callback(timeoutSeconds)
  if (answer === undefined) return failed(`no answer came within ${timeoutSeconds} seconds`)
  // a server that only the profile describes has no name to compare with
  if (server.namesIssuer === undefined) answer.delete('iss')
  const given = await withOAuth(http, server.issuer, async (library, options) => {
    const metadata = toMetadata(server)
    const [as, auth] = clientParts(library, server, client)
    const parameters = library.validateAuthResponse(metadata, as, answer, state)
    const more = { ...options, additionalParameters: resourceOf(flow) }
    const response = await library.authorizationCodeGrantRequest(
      ...([metadata, as, auth, parameters, redirectUri, verifier, more] as const),
    )
    return library.processAuthorizationCodeResponse(metadata, as, response)
  })
  if (!given.ok) return given.problems[0].code === 'TOKEN_REFUSED' ? failed(given.problems[0].args.detail) : given
  const tokens = tokensIn(given.value, server)
  return tokens.ok ? pass({ client, tokens: tokens.value }) : tokens
}

function authorizationUrl(
  { server, scopes, resource }: Flow,
  { id }: OAuthClient,
  own: Readonly<Record<'redirect_uri' | 'state' | 'code_challenge', string>>,
): URL {
  if (server.authorizationUrl === undefined) throw new Error('a server without a place to sign in was let through')
  const url = new URL(server.authorizationUrl)
  const parameters = {
    response_type: 'code',
    client_id: id,
    ...own,
    code_challenge_method: 'S256',
    ...(scopes === undefined || scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    ...(resource === undefined ? {} : { resource }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url
}
