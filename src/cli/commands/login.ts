/** `bridge login`: signs a person in, and keeps what that gives for `bridge start`. */
import { type CredentialSet, readCredentials } from '../../auth/credentials.ts'
import { printable } from '../../lib/printable.ts'
import { openBrowser } from '../../node/browser.ts'
import type { CredentialStore, Stored } from '../../node/credential-store.ts'
import type { Invitation } from '../../node/oauth/flow.ts'
import { signIn } from '../../node/oauth/sign-in.ts'
import type { SignInRecord } from '../../node/sign-in-record.ts'
import type { Checked } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { type Problem, warning } from '../../problem/problem.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import type { Context } from '../context.ts'
import { openOAuthHttp } from '../credentials.ts'
import { fail } from '../failure.ts'
import { createPaint } from '../report/paint.ts'
import { problemsText } from '../report/text.ts'
import { openSignIns, type SignIn, type SignInOptions, signInName } from '../sign-ins.ts'

export interface LoginOptions extends SignInOptions {
  readonly browser: boolean
  readonly insecureStorage?: boolean
  /** Seconds. */
  readonly timeout: number
}

export async function login(context: Context, options: LoginOptions): Promise<ExitCode> {
  const { terminal, environment } = context
  const opened = await openSignIns(context, options)
  if (!opened.ok) return fail(terminal, opened.problems)
  const { all } = opened.value
  const credentials = readCredentials(
    all.map(({ credential }) => credential),
    { get: environment.take },
  )
  if (!credentials.ok) return fail(terminal, credentials.problems)
  // before anybody signs in for nothing
  const ready = opened.value.store.ready(options.insecureStorage === true)
  if (!ready.ok) return fail(terminal, ready.problems)
  for (const one of all) {
    const kept = await signInTo(context, options, opened.value.store, one, credentials.value)
    if (!kept.ok) return fail(terminal, kept.problems)
    tell(context, one.upstream, kept.value)
  }
  return 0
}

async function signInTo(
  context: Context,
  options: LoginOptions,
  store: CredentialStore,
  { upstream, credential, key }: SignIn,
  credentials: CredentialSet,
): Promise<Checked<Stored>> {
  // what can't be read is replaced
  const last = await store.read(key)
  const http = await openOAuthHttp(upstream)
  try {
    const record = await signIn({
      ...{ http, upstream, credential, credentials, now: Date.now },
      issuer: last.ok ? last.value?.record.server.issuer : undefined,
      timeoutSeconds: options.timeout,
      show: (invitation) => show(context, upstream, invitation, options.browser),
    })
    if (!record.ok) return record
    return await store.alone(key, () => store.write(key, record.value, options.insecureStorage === true))
  } finally {
    await http.close()
  }
}

function show(
  { terminal }: Context,
  { name }: ProfileUpstream,
  { issuer, url, code }: Invitation,
  mayOpen: boolean,
): void {
  const { out } = terminal
  const purpose = name === '' ? '' : ` for ${name}`
  out.write(`Sign in${purpose} at ${printable(issuer)}:\n  ${printable(url)}\n`)
  if (code !== undefined) out.write(`with the code ${printable(code)}\n`)
  // a code can be typed on any machine, and this one may have no screen
  else if (mayOpen) void openBrowser(url)
}

function tell({ terminal }: Context, upstream: ProfileUpstream, { record, where, place }: Stored): void {
  const { out, err } = terminal
  const stored = where === 'keychain' ? 'the keychain' : place
  out.write(
    `${printable(signInName(upstream))}: signed in at ${printable(record.server.issuer)}, kept in ${printable(stored)}\n`,
  )
  err.write(problemsText(scopeProblems(record), createPaint(err.colour)))
}

/** A server that grants other scopes than it was asked for has to say so. @see RFC 6749 section 3.3 */
function scopeProblems({ server, asked, scopes }: SignInRecord): readonly Problem[] {
  if (asked === undefined || scopes === undefined) return []
  const lacking = asked.filter((scope) => !scopes.includes(scope))
  const beyond = scopes.filter((scope) => !asked.includes(scope))
  if (lacking.length === 0 && beyond.length === 0) return []
  return [warning('SCOPES_DIFFER', { source: 'upstream', uri: server.issuer }, { lacking, beyond })]
}
