/** The profile that is meant → its credentials for which somebody signs in, each with the name under which that is kept. */
import type { CredentialStore } from '../node/credential-store.ts'
import { signInKey } from '../node/oauth/sign-in-key.ts'
import { andThen, type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { credentialsIn, type LoginCredential, needsLogin } from '../profile/issued.ts'
import type { Profile } from '../profile/model.ts'
import { type Context, openProfile } from './context.ts'
import { openStore } from './credentials.ts'

export interface SignInOptions {
  readonly profile?: string
}

export interface SignIns {
  readonly profile: Profile
  readonly store: CredentialStore
  readonly all: readonly { readonly credential: LoginCredential; readonly key: string }[]
}

/** Refused where nobody needs to sign in. */
export async function openSignIns(context: Context, options: SignInOptions): Promise<Checked<SignIns>> {
  const chosen = await openProfile(context, options.profile)
  const store = await openStore(context.environment)
  return andThen(chosen, ({ profile }) => {
    const credentials = credentialsIn(profile.auth).filter(needsLogin)
    const all = credentials.map((credential) => ({ credential, key: signInKey(profile, credential) }))
    if (all.length > 0) return pass({ profile, store, all })
    const detail = `the profile "${profile.id}" has no credential for which somebody signs in`
    return refuse(problem('USAGE', { source: 'usage' }, { detail }))
  })
}
