/** Requests that name a credential → the same with its access token, once more with another one where the API refuses it. */
import { withBearer } from '../auth/apply.ts'
import type { IssuedToken } from '../auth/issued-token.ts'
import { lackingScopes } from '../auth/scopes.ts'
import type { TokenSource } from '../bridge/ports.ts'
import { type Checked, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { SendOptions, Upstream, UpstreamRequest, UpstreamResponse } from '../upstream/model.ts'
import { type Deadline, startDeadline } from './deadline.ts'

/** By the pointer of the credential. */
export type TokenSources = ReadonlyMap<string, TokenSource>

/** `inner` is what sends; waiting for a token counts towards the same deadline. */
export function createTokenUpstream(inner: Upstream, sources: TokenSources): Upstream {
  return {
    ...inner,
    send: (request, sending) =>
      request.bearerOf === undefined
        ? inner.send(request, sending)
        : sendWith(inner, sources.get(request.bearerOf), request, sending),
  }
}

async function sendWith(
  inner: Upstream,
  source: TokenSource | undefined,
  request: UpstreamRequest,
  sending: SendOptions,
): Promise<Checked<UpstreamResponse>> {
  if (source === undefined) throw new Error(`nobody gets tokens for ${request.bearerOf}`)
  const deadline = startDeadline(sending.signal, sending.timeoutSeconds)
  try {
    const token = await tokenInTime(source, request, sending, deadline)
    if (!token.ok) return token
    const answer = await attempt(token.value)
    if (!answer.ok || answer.value.status !== 401) return answer
    // a 401 says that nothing was done: whatever the method, it may be sent again
    source.refused(token.value.secret)
    const another = await tokenInTime(source, request, sending, deadline)
    if (!another.ok) return another
    return another.value.secret === token.value.secret ? answer : attempt(another.value)
  } finally {
    deadline.release()
  }

  async function attempt({ secret, scopes }: IssuedToken): Promise<Checked<UpstreamResponse>> {
    const lacking = lackingScopes(sending.scopes ?? [], scopes)
    if (lacking.length > 0)
      return refuse(problem('SCOPE_NOT_GRANTED', { source: 'upstream', uri: request.origin }, { lacking }))
    const timeoutSeconds = Math.max(0.001, deadline.remainingMs() / 1000)
    const answer = await inner.send(withBearer(request, secret), { ...sending, timeoutSeconds })
    if (answer.ok || answer.problems[0].code !== 'UPSTREAM_TIMEOUT') return answer
    const { at, args } = answer.problems[0]
    return refuse(problem('UPSTREAM_TIMEOUT', at, { ...args, seconds: sending.timeoutSeconds }))
  }
}

async function tokenInTime(
  source: TokenSource,
  { origin }: UpstreamRequest,
  { timeoutSeconds }: SendOptions,
  deadline: Deadline,
): Promise<Checked<IssuedToken>> {
  const late = new Promise<undefined>((resolve) => {
    const ended = (): void => resolve(undefined)
    if (deadline.signal.aborted) ended()
    else deadline.signal.addEventListener('abort', ended)
  })
  const token = await Promise.race([source.token(), late])
  if (token !== undefined) return token
  const at = { source: 'upstream', uri: origin } as const
  return refuse(
    deadline.why() === 'timeout'
      ? problem('UPSTREAM_TIMEOUT', at, { seconds: timeoutSeconds, sent: 'no' })
      : problem('CALL_CANCELLED', at, { sent: 'no' }),
  )
}
