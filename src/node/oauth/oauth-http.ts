/** A small request to a server that issues tokens → its answer: https or loopback, no redirects, bounded in time and size. */
import { isSecure } from '../../lib/loopback.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { type Location, problem } from '../../problem/problem.ts'
import type { Header } from '../../upstream/model.ts'
import { startDeadline } from '../deadline.ts'
import { exchange } from '../exchange.ts'
import type { HttpClient } from '../http.ts'

export interface SmallRequest {
  readonly method: string
  readonly headers: readonly Header[]
  readonly body?: string
}

export interface SmallResponse {
  readonly status: number
  readonly headers: readonly Header[]
  readonly body: Uint8Array
}

export interface OAuthHttp {
  send(url: string, request: SmallRequest): Promise<Checked<SmallResponse>>
  close(): Promise<void>
}

/** Less than a lock of the credential store lives, so that nobody else renews meanwhile. */
const SECONDS = 20
const MAX_BYTES = 1024 * 1024

/** `version` is this package's, for `user-agent`. */
export function createOAuthHttp(client: HttpClient, version: string): OAuthHttp {
  return {
    send: (url, request) => send(client, version, url, request),
    close: () => client.close(),
  }
}

async function send(
  client: HttpClient,
  version: string,
  url: string,
  { method, headers, body }: SmallRequest,
): Promise<Checked<SmallResponse>> {
  const { origin, pathname, search } = new URL(url)
  const at: Location = { source: 'upstream', uri: origin }
  const unreachable = (detail: string) => refuse(problem('UPSTREAM_UNREACHABLE', at, { origin, detail, sent: 'no' }))
  if (!isSecure(new URL(url))) return refuse(problem('URL_INSECURE', at, { url: origin, key: 'url' }))
  const own: readonly Header[] = [
    ['user-agent', `drawbridge-mcp/${version}`],
    ['accept-encoding', 'gzip, deflate, br'],
  ]
  const given = headers.filter(([name]) => name !== 'user-agent')
  const deadline = startDeadline(undefined, SECONDS)
  try {
    const outcome = await exchange(
      client,
      {
        method,
        origin,
        target: pathname + search,
        headers: [...own, ...given],
        ...(body === undefined ? {} : { body }),
      },
      { signal: deadline.signal, maxBytes: MAX_BYTES },
    )
    // whether this request was sent says nothing of the call that needs the token: that one was not
    if (outcome.kind === 'ended') return unreachable(`no complete answer within ${SECONDS} seconds`)
    if (outcome.kind === 'failed') return unreachable(outcome.fault.detail)
    return outcome.cut ? unreachable('its answer is too long') : pass(outcome)
  } finally {
    deadline.release()
  }
}
