/** What `bridge login` stored → the access token to use now, renewed by one process for all that share it. */
import type { IssuedToken } from '../../auth/issued-token.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { type Problem, problem } from '../../problem/problem.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import { Secret } from '../../upstream/secret.ts'
import type { CredentialStore, Stored } from '../credential-store.ts'
import type { SignInRecord } from '../sign-in-record.ts'
import { type Renewed, type RenewOptions, renewRecord } from './renew.ts'

export interface StoredTokenOptions extends RenewOptions {
  readonly store: CredentialStore
  /** In the store. */
  readonly key: string
  /** For people. */
  readonly upstream: Pick<ProfileUpstream, 'profile' | 'name'>
  /** Sees every secret beside the access token, so that no output shows it. */
  readonly secret: (secret: Secret) => void
}

/** What gives one token after another; `refused`: the API does not accept the last one. */
export function createStoredTokens(options: StoredTokenOptions): (refused: boolean) => Promise<Checked<IssuedToken>> {
  const { store, key, now } = options
  let given: string | undefined
  /** A record that is newer than what could be written. */
  let unwritten: SignInRecord | undefined

  return async (refused) => {
    const before = await usable(refused)
    // whoever holds the lock meanwhile has done it when we get it, as a rule
    return before ?? store.alone(key, async () => (await usable(refused)) ?? renewHeld(refused))
  }

  async function read(): Promise<Checked<Pick<Stored, 'record' | 'where'>>> {
    const found = await store.read(key)
    if (!found.ok) return found
    if (found.value === undefined) return refuse(signedOut('never'))
    if (unwritten === undefined || unwritten.signedInAt !== found.value.record.signedInAt) return pass(found.value)
    return pass({ ...found.value, record: unwritten })
  }

  /** Undefined where the token has to be renewed. */
  async function usable(refused: boolean): Promise<Checked<IssuedToken> | undefined> {
    const found = await read()
    if (!found.ok) return found
    return isUsable(found.value.record, refused) ? give(found.value.record) : undefined
  }

  function isUsable({ accessToken, renewAt }: SignInRecord, refused: boolean): boolean {
    const isSame = refused && accessToken === given
    return !isSame && now() < (renewAt ?? Number.POSITIVE_INFINITY)
  }

  async function renewHeld(refused: boolean): Promise<Checked<IssuedToken>> {
    const found = await read()
    if (!found.ok) return found
    const { record, where } = found.value
    if (record.refreshToken === undefined) {
      const isOver = refused || now() >= (record.expiresAt ?? Number.POSITIVE_INFINITY)
      return isOver ? refuse(signedOut('expired')) : give(record)
    }
    options.secret(new Secret(record.refreshToken))
    const renewed = await renewRecord(record, record.refreshToken, options)
    if (!renewed.ok) return renewed
    return 'refusal' in renewed.value
      ? refusedBy(renewed.value, record, refused)
      : keep(renewed.value.record, record, where)
  }

  /** Somebody who did not see the lock may have used the refresh token: what is there then is good. */
  async function refusedBy(
    { refusal }: Extract<Renewed, { refusal: string }>,
    record: SignInRecord,
    refused: boolean,
  ): Promise<Checked<IssuedToken>> {
    const again = await read()
    if (!again.ok) return again
    const isAnother = again.value.record.refreshToken !== record.refreshToken
    if (isAnother && isUsable(again.value.record, refused)) return give(again.value.record)
    if (refusal === 'invalid_grant') return refuse(signedOut('expired'))
    const server = record.server.issuer
    return refuse(
      problem('TOKEN_REFUSED', { source: 'upstream', uri: server }, { server, detail: refusal.slice(0, 60) }),
    )
  }

  /** A record that somebody else has replaced meanwhile is newer than ours, and stays. */
  async function keep(next: SignInRecord, base: SignInRecord, where: Stored['where']): Promise<Checked<IssuedToken>> {
    const there = await store.read(key)
    if (there.ok && there.value === undefined) return refuse(signedOut('never'))
    const isSame = there.ok && there.value?.record.refreshToken === base.refreshToken
    if (isSame || base === unwritten) {
      const written = await store.write(key, next, where === 'file')
      unwritten = written.ok ? undefined : next
    }
    return give(next)
  }

  function give(record: SignInRecord): Checked<IssuedToken> {
    if (record.refreshToken !== undefined) options.secret(new Secret(record.refreshToken))
    if (record.clientSecret !== undefined) options.secret(new Secret(record.clientSecret))
    given = record.accessToken
    const { expiresAt, renewAt, scopes } = record
    return pass({
      secret: new Secret(record.accessToken),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(renewAt === undefined ? {} : { renewAt }),
      ...(scopes === undefined ? {} : { scopes }),
    })
  }

  function signedOut(because: 'never' | 'expired'): Problem {
    const { renew } = options.credential
    const { profile, name } = options.upstream
    const at = { source: 'environment' } as const
    return problem('SIGNED_OUT', at, { profile, upstream: name, because, ...(renew === undefined ? {} : { renew }) })
  }
}
