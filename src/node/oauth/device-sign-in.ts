/** The device flow: a person types a code anywhere, and this machine asks until that is done. */
import { setTimeout as pause } from 'node:timers/promises'
import type { DeviceAuthorizationResponse, TokenEndpointResponse } from 'oauth4webapi'
import { isSecure } from '../../lib/loopback.ts'
import { type Checked, pass } from '../../problem/checked.ts'
import { toMetadata } from './authorization-server.ts'
import { clientParts, registerClient } from './client.ts'
import { type Flow, failed, type SignedIn } from './flow.ts'
import { type Asking, resourceOf, tokensIn } from './grants.ts'
import { type OAuthRefusal, withOAuth } from './library.ts'

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** @see https://www.rfc-editor.org/rfc/rfc8628 */
export async function signInByDevice(flow: Flow): Promise<Checked<SignedIn>> {
  const { http, server, scopes, show, timeoutSeconds } = flow
  const wanted = { grant: GRANT, ...(scopes === undefined ? {} : { scopes }) }
  const client = flow.client === undefined ? await registerClient(http, server, wanted) : pass(flow.client)
  if (!client.ok) return client
  const asking: Asking = { http, server, client: client.value, resource: flow.resource, scopes }
  const started = await start(asking)
  if (!started.ok) return started
  const { verification_uri: url, user_code: code, expires_in: life } = started.value
  if (!URL.canParse(url) || !isSecure(new URL(url))) return failed('where to type the code is no https URL')
  show({ issuer: server.issuer, url, code })
  const tokens = await poll(asking, started.value, Math.min(life, timeoutSeconds))
  if (!tokens.ok) return tokens
  const read = tokensIn(tokens.value, server)
  return read.ok ? pass({ client: client.value, tokens: read.value }) : read
}

function start(asking: Asking): Promise<Checked<DeviceAuthorizationResponse>> {
  const { http, server, client, scopes } = asking
  return withOAuth(http, server.issuer, async (oauth, options) => {
    const metadata = toMetadata(server)
    const [as, auth] = clientParts(oauth, server, client)
    const scope = scopes === undefined || scopes.length === 0 ? {} : { scope: scopes.join(' ') }
    const parameters = { ...scope, ...resourceOf(asking) }
    const answer = await oauth.deviceAuthorizationRequest(metadata, as, auth, parameters, options)
    return oauth.processDeviceAuthorizationResponse(metadata, as, answer)
  })
}

/** Seconds that are added each time the server asks for that. */
const SLOWER = 5

async function poll(
  asking: Asking,
  { device_code: code, interval = 5 }: DeviceAuthorizationResponse,
  seconds: number,
): Promise<Checked<TokenEndpointResponse>> {
  const until = performance.now() + seconds * 1000
  let wait = interval
  for (;;) {
    const left = until - performance.now()
    if (wait * 1000 > left) {
      await pause(Math.max(0, left))
      return failed('nobody has confirmed the code in time')
    }
    await pause(wait * 1000)
    const answer = await ask(asking, code)
    if (!answer.ok) return answer
    if ('access_token' in answer.value) return pass(answer.value as TokenEndpointResponse) // what else has one
    const { error } = answer.value as OAuthRefusal // the other of the two
    const ended = ENDS.get(error)
    if (ended !== undefined) return failed(ended)
    if (error === 'slow_down') wait += SLOWER
  }
}

/** Refusals after which asking again is pointless; of the others only two are expected. */
const ENDS: ReadonlyMap<string, string> = new Map([
  ['access_denied', 'it was denied'],
  ['expired_token', 'nobody has confirmed the code in time'],
])

const GOES_ON: ReadonlySet<string> = new Set(['authorization_pending', 'slow_down', ...ENDS.keys()])

function ask(asking: Asking, code: string): Promise<Checked<TokenEndpointResponse | OAuthRefusal>> {
  const { http, server, client } = asking
  return withOAuth<TokenEndpointResponse | OAuthRefusal>(
    http,
    server.issuer,
    async (oauth, options) => {
      const metadata = toMetadata(server)
      const [as, auth] = clientParts(oauth, server, client)
      const more = { ...options, additionalParameters: resourceOf(asking) }
      const answer = await oauth.deviceCodeGrantRequest(metadata, as, auth, code, more)
      return oauth.processDeviceCodeResponse(metadata, as, answer)
    },
    (refusal) => (GOES_ON.has(refusal.error) ? refusal : undefined),
  )
}
