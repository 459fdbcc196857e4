/** `bridge whoami`: what is known of a profile's credentials, never their values. */
import { fingerprintOf } from '../../auth/fingerprint.ts'
import type { IssuedToken } from '../../auth/issued-token.ts'
import { printable } from '../../lib/printable.ts'
import type { Stored } from '../../node/credential-store.ts'
import { createFingerprint } from '../../node/digests.ts'
import { readInstallKey } from '../../node/install-key.ts'
import { signInKey } from '../../node/oauth/sign-in-key.ts'
import { stateFolder } from '../../node/state-folder.ts'
import { type Checked, pass } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { credentialsIn, isIssued, type LoginCredential, needsLogin } from '../../profile/issued.ts'
import type { Credential } from '../../profile/model.ts'
import { secretsOf } from '../../profile/secrets-of.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import { Secret } from '../../upstream/secret.ts'
import { type Context, openProfile } from '../context.ts'
import { type HeldCredentials, holdCredentials, openStore, signedOut } from '../credentials.ts'
import { fail } from '../failure.ts'
import { authText } from '../report/credential.ts'
import { type SignInOptions, selectUpstreams } from '../sign-ins.ts'

type Fact = readonly [label: string, text: string]
type Digest = ((text: string) => string) | undefined

export async function whoami(context: Context, options: SignInOptions): Promise<ExitCode> {
  const { terminal, environment } = context
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return fail(terminal, chosen.problems)
  const { profile } = chosen.value
  const upstreams = selectUpstreams(profile, options.upstream)
  if (!upstreams.ok) return fail(terminal, upstreams.problems)
  const held = await holdCredentials(upstreams.value, { get: environment.take }, environment)
  if (!held.ok) return fail(terminal, held.problems)
  const key = await readInstallKey(stateFolder(environment))
  const digest = key.ok ? createFingerprint(key.value) : undefined
  let exit: ExitCode = 0
  terminal.out.write(`${printable(profile.id)}\n`)
  try {
    for (const upstream of upstreams.value) {
      if (upstream.name !== '') terminal.out.write(line(['upstream', upstream.name]))
      for (const credential of credentialsIn(upstream.auth)) {
        const facts = await factsOf(context, upstream, credential, held.value, digest)
        if (facts.ok) for (const fact of facts.value) terminal.out.write(line(fact))
        else exit = fail(terminal, facts.problems)
      }
    }
  } finally {
    await held.value.close()
  }
  return exit
}

function line([label, text]: Fact): string {
  return `  ${label.padEnd(11)} ${printable(text)}\n`
}

async function factsOf(
  context: Context,
  upstream: ProfileUpstream,
  credential: Credential,
  held: HeldCredentials,
  digest: Digest,
): Promise<Checked<readonly Fact[]>> {
  const head: Fact = ['credential', authText(credential)]
  if (!isIssued(credential)) {
    const variables = secretsOf(credential).map(
      ({ env }): Fact => [env, `set${fingerprint(held.credentials.byVariable.get(env), digest)}`],
    )
    return pass([head, ...variables])
  }
  if (needsLogin(credential)) return signInFacts(context, upstream, credential, digest, head)
  const source = held.tokens.get(credential.pointer)
  if (source === undefined) throw new Error('a credential without a source')
  const details = await source.token()
  return details.ok ? pass([head, ...tokenFacts(details.value, digest)]) : details
}

async function signInFacts(
  { environment }: Context,
  upstream: ProfileUpstream,
  credential: LoginCredential,
  digest: Digest,
  head: Fact,
): Promise<Checked<readonly Fact[]>> {
  const store = await openStore(environment)
  const found = await store.read(signInKey(upstream, credential))
  if (!found.ok) return found
  const isOver = found.value === undefined || hasEnded(found.value)
  if (found.value === undefined || isOver) return { ok: false, problems: [signedOut(upstream, credential, 'expired')] }
  const { record, where, place } = found.value
  const { accessToken, refreshToken, ...known } = record
  return pass([
    head,
    ['signed in', `${timeText(record.signedInAt)} at ${record.server.issuer}`],
    ...(record.resource === undefined ? [] : [['for', record.resource] as const]),
    ...tokenFacts({ ...known, secret: new Secret(accessToken) }, digest),
    ['renewal', refreshToken === undefined ? 'none: sign in again when it has expired' : 'by the bridge'],
    ['stored', where === 'keychain' ? 'in the keychain' : `in ${place}`],
  ])
}

function hasEnded({ record }: Stored): boolean {
  return record.refreshToken === undefined && Date.now() >= (record.expiresAt ?? Number.POSITIVE_INFINITY)
}

function tokenFacts({ secret, expiresAt, scopes }: IssuedToken, digest: Digest): readonly Fact[] {
  return [
    ['token', `issued${fingerprint(secret, digest)}`],
    ['expires', expiresAt === undefined ? 'not said' : timeText(expiresAt)],
    ['scopes', scopes === undefined ? 'not said' : scopes.join(' ')],
  ]
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}

function fingerprint(secret: Secret | undefined, digest: Digest): string {
  return secret === undefined || digest === undefined ? '' : `, fingerprint ${fingerprintOf(secret, digest)}`
}
