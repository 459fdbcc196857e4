/** `bridge login`: signs a person in, and keeps what that gives for `bridge start`. */
import { readCredentials } from '../../auth/credentials.ts'
import { printable } from '../../lib/printable.ts'
import { openBrowser } from '../../node/browser.ts'
import type { Stored } from '../../node/credential-store.ts'
import type { Invitation } from '../../node/oauth/flow.ts'
import { signIn } from '../../node/oauth/sign-in.ts'
import type { SignInRecord } from '../../node/sign-in-record.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { type Problem, warning } from '../../problem/problem.ts'
import type { Context } from '../context.ts'
import { openOAuthHttp } from '../credentials.ts'
import { fail } from '../failure.ts'
import { createPaint } from '../report/paint.ts'
import { problemsText } from '../report/text.ts'
import { openSignIns, type SignInOptions } from '../sign-ins.ts'

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
  const { store, all } = opened.value
  const credentials = readCredentials(
    all.map(({ credential }) => credential),
    { get: environment.take },
  )
  if (!credentials.ok) return fail(terminal, credentials.problems)
  const insecure = options.insecureStorage === true
  // before anybody signs in for nothing
  const ready = store.ready(insecure)
  if (!ready.ok) return fail(terminal, ready.problems)
  const http = await openOAuthHttp(all.map(({ upstream }) => upstream))
  try {
    for (const { upstream, credential, key } of all) {
      // what can't be read is replaced
      const last = await store.read(key)
      const record = await signIn({
        ...{ http, upstream, credential, credentials: credentials.value, now: Date.now },
        issuer: last.ok ? last.value?.record.server.issuer : undefined,
        timeoutSeconds: options.timeout,
        show: (invitation) => show(context, invitation, options.browser),
      })
      if (!record.ok) return fail(terminal, record.problems)
      const kept = await store.alone(key, () => store.write(key, record.value, insecure))
      if (!kept.ok) return fail(terminal, kept.problems)
      tell(context, kept.value)
    }
    return 0
  } finally {
    await http.close()
  }
}

function show({ terminal }: Context, { issuer, url, code }: Invitation, mayOpen: boolean): void {
  const { out } = terminal
  out.write(`Sign in at ${printable(issuer)}:\n  ${printable(url)}\n`)
  if (code !== undefined) out.write(`with the code ${printable(code)}\n`)
  // a code can be typed on any machine, and this one may have no screen
  else if (mayOpen) void openBrowser(url)
}

function tell({ terminal }: Context, { record, where, place }: Stored): void {
  const { out, err } = terminal
  const stored = where === 'keychain' ? 'the keychain' : place
  out.write(
    `${printable(record.profile)}: signed in at ${printable(record.server.issuer)}, kept in ${printable(stored)}\n`,
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
