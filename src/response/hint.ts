/** The status of a refused call → what the caller can do about it. */
import { needsLogin } from '../profile/issued.ts'
import { secretsOf } from '../profile/secrets-of.ts'
import { type RenderContext, renewOf } from './context.ts'

type Hint = (context: RenderContext) => string

const HINTS: ReadonlyMap<number, Hint> = new Map<number, Hint>([
  [400, () => 'The upstream could not use these arguments. Correct what it names and call again.'],
  [401, (context) => renewal(context, 'The credential was not accepted: it may have expired or been revoked.')],
  [402, () => 'The account cannot pay for this: its credit or plan does not cover it. A person has to settle that.'],
  [
    403,
    (context) =>
      renewal(context, `The credential does not allow this: its role or scope is not enough.${needs(context)}`),
  ],
  [
    404,
    () =>
      'There is nothing under this identifier, or it belongs to someone else. List or search to find the right one.',
  ],
  [405, () => 'The upstream does not offer this any more: its contract is out of date.'],
  [406, () => 'The upstream has no answer in a format that the bridge accepts.'],
  [408, () => 'The upstream waited too long for the request.'],
  [409, () => 'This conflicts with the present state. Read it again before trying to change it.'],
  [410, () => 'This has been removed or has expired. Calling again will not bring it back.'],
  [412, () => 'It has changed since it was read. Read it again before trying to change it.'],
  [413, () => 'The request is too large. Send less at once.'],
  [415, () => 'The upstream does not take this kind of body: its contract is out of date.'],
  [422, () => 'The values were understood and refused. Correct what the upstream names and call again.'],
  [423, () => 'It is locked at the moment.'],
  [428, () => 'The upstream wants a condition with this request, such as the version that was read.'],
  [429, () => 'Too many requests. Wait before calling again.'],
  [451, () => 'The upstream may not do this for legal reasons.'],
  [501, () => 'The upstream does not offer this.'],
  [502, (context) => faultHint(context, 'A server behind the upstream failed.')],
  [503, (context) => faultHint(context, 'The upstream is not available at the moment.')],
  [504, (context) => faultHint(context, 'A server behind the upstream took too long.')],
])

/** What to do after this status (not 2xx or 3xx). */
export function hintFor(status: number, context: RenderContext): string {
  const hint = HINTS.get(status)
  if (hint !== undefined) return hint(context)
  return status >= 500 ? faultHint(context, 'The upstream failed.') : 'The upstream refused the call.'
}

/** As the contract has it, and the profile. */
function needs({ tool }: RenderContext): string {
  const { scopes } = tool.planned
  return scopes.length === 0 ? '' : ` It needs the ${scopes.length === 1 ? 'scope' : 'scopes'} ${scopes.join(' and ')}.`
}

function renewal(context: RenderContext, what: string): string {
  const variables = context.tool.planned.credentials
    .flatMap(({ credential }) => secretsOf(credential))
    .map(({ env }) => env)
  const renew = renewOf(context)
  const then = variables.length === 0 ? [] : [`The bridge reads it from ${variables.join(' and ')} when it starts.`]
  const isSignIn = context.tool.planned.credentials.some(({ credential }) => needsLogin(credential))
  const again = isSignIn ? ['Sign in again with "bridge login".'] : []
  return [what, ...(renew === undefined ? [] : [ended(renew)]), ...then, ...again].join(' ')
}

/** A write that failed on the other side may have been done all the same. */
function faultHint({ tool }: RenderContext, what: string): string {
  return tool.planned.access === 'read'
    ? `${what} Try again later.`
    : `${what} It may have carried out the call: read the present state before repeating it.`
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}
