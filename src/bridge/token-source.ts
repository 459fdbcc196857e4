/** Tokens that a server issues one after another → the one to use now, asked for once however many calls wait for it. */
import type { IssuedToken } from '../auth/issued-token.ts'
import { type Checked, pass, type Refused } from '../problem/checked.ts'
import type { Secret } from '../upstream/secret.ts'
import type { TokenSource } from './ports.ts'

export interface TokenSourceOptions {
  /** Gets a token in place of `previous`, which the API refused or whose time is over. */
  readonly issue: (previous: IssuedToken | undefined, refused: boolean) => Promise<Checked<IssuedToken>>
  /** Sees every token before it is used. */
  readonly issued: (token: Secret) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /**
   * Calls back in so many milliseconds. Given where only a token that is still good can vouch for the next one: it is
   * then renewed at half of its life, whether or not anybody calls.
   */
  readonly wake?: (ms: number, action: () => void) => void
}

/** Between two attempts that failed, and between two tokens that the API refused: no server is asked in a storm. */
const PATIENCE_MS = 30_000

/** Less of a life than this is left to the calls. */
const LEAST_AHEAD_MS = 60_000

export function createTokenSource({ issue, issued, now, wake }: TokenSourceOptions): TokenSource {
  let current: IssuedToken | undefined
  let isRefused = false
  /** When a token was last replaced because the API refused it. */
  let replacedAt = Number.NEGATIVE_INFINITY
  let failed: { readonly problems: Refused; readonly at: number } | undefined
  let pending: Promise<Checked<IssuedToken>> | undefined

  return { token: async () => pending ?? (await renewed()), refused }

  function refused(secret: Secret): void {
    // whoever was slow speaks of a token that has been replaced since
    if (current?.secret === secret) isRefused = true
  }

  function renewed(): Promise<Checked<IssuedToken>> {
    const time = now()
    if (current !== undefined) {
      const good = isRefused ? time - replacedAt < PATIENCE_MS : time < (current.renewAt ?? Number.POSITIVE_INFINITY)
      if (good) return Promise.resolve(pass(current))
    }
    if (failed !== undefined && time - failed.at < PATIENCE_MS) return Promise.resolve(fallback(failed.problems))
    return renewOnce()
  }

  function renewOnce(): Promise<Checked<IssuedToken>> {
    const renewing = renew()
    pending = renewing
    const done = (): void => {
      pending = undefined
      renewAhead(current)
    }
    renewing.then(done, done)
    return renewing
  }

  /** Where that fails, again at half of what is left. */
  function renewAhead(token: IssuedToken | undefined): void {
    const left = (token?.expiresAt ?? 0) - now()
    if (wake === undefined || left < LEAST_AHEAD_MS) return
    wake(left / 2, () => {
      if (current === token && pending === undefined && !isRefused) void renewOnce()
    })
  }

  async function renew(): Promise<Checked<IssuedToken>> {
    const next = await issue(current, isRefused)
    if (!next.ok) {
      failed = { problems: next, at: now() }
      return fallback(next)
    }
    failed = undefined
    if (isRefused) replacedAt = now()
    isRefused = false
    current = next.value
    issued(current.secret)
    return pass(current)
  }

  /** A token that is only about to end is still good. */
  function fallback(problems: Refused): Checked<IssuedToken> {
    const isGood = current !== undefined && !isRefused && now() < (current.expiresAt ?? Number.POSITIVE_INFINITY)
    return isGood && current !== undefined ? pass(current) : problems
  }
}
