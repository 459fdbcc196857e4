/** The upstreams that are meant → their credentials for which somebody signs in, each with the name under which that is kept. */
import type { CredentialStore } from '../node/credential-store.ts'
import { signInKey } from '../node/oauth/sign-in-key.ts'
import { andThen, type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { credentialsIn, type LoginCredential, needsLogin } from '../profile/issued.ts'
import type { Profile } from '../profile/model.ts'
import type { ProfileUpstream } from '../profile/upstream-model.ts'
import { type Context, openProfile } from './context.ts'
import { openStore } from './credentials.ts'

export interface SignInOptions {
  readonly profile?: string
  /** By its name; all unless given. */
  readonly upstream?: string
}

export interface SignIn {
  readonly upstream: ProfileUpstream
  readonly credential: LoginCredential
  readonly key: string
}

export interface SignIns {
  readonly store: CredentialStore
  readonly all: readonly SignIn[]
}

/** Refused where nobody needs to sign in. */
export async function openSignIns(context: Context, options: SignInOptions): Promise<Checked<SignIns>> {
  const chosen = await openProfile(context, options.profile)
  const store = await openStore(context.environment)
  return andThen(chosen, ({ profile }) =>
    andThen(selectUpstreams(profile, options.upstream), (upstreams) => {
      const all = upstreams.flatMap((upstream) =>
        credentialsIn(upstream.auth)
          .filter(needsLogin)
          .map((credential) => ({ upstream, credential, key: signInKey(upstream, credential) })),
      )
      if (all.length > 0) return pass({ store, all })
      const named = options.upstream === undefined ? '' : `upstream "${options.upstream}" of the `
      return usage(`the ${named}profile "${profile.id}" has no credential for which somebody signs in`)
    }),
  )
}

/** The upstream for people: its profile, and which one where it has a name. */
export function signInName({ profile, name }: ProfileUpstream): string {
  return name === '' ? profile : `${profile}, ${name}`
}

/** The upstream of this name, or all of the profile. */
export function selectUpstreams(profile: Profile, named: string | undefined): Checked<readonly ProfileUpstream[]> {
  const all = [...profile.upstreams.values()]
  if (named === undefined) return pass(all)
  const found = all.filter(({ name }) => name === named && name !== '')
  if (found.length > 0) return pass(found)
  const names = all.map(({ name }) => name).filter((name) => name !== '')
  const has = names.length === 0 ? 'it has one upstream, without a name' : `it has ${names.join(', ')}`
  return usage(`the profile "${profile.id}" has no upstream "${named}": ${has}`)
}

function usage(detail: string) {
  return refuse(problem('USAGE', { source: 'usage' }, { detail }))
}
