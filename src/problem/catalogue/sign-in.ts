/** What the catalogue says about access tokens: how they are got, kept and renewed. */
import type { Entries } from './entry.ts'
import { sentences, together } from './phrases.ts'

export type SignInCode =
  | 'SIGNED_OUT'
  | 'SIGN_IN_FAILED'
  | 'TOKEN_REFUSED'
  | 'AUTHORIZATION_SERVER_UNFIT'
  | 'KEYCHAIN_MISSING'
  | 'CREDENTIAL_STORE_UNUSABLE'
  | 'SCOPE_NOT_GRANTED'
  | 'SCOPES_DIFFER'

export const signIn: Entries<SignInCode> = {
  SIGNED_OUT: {
    exit: 6,
    message: ({ because }) => SIGNED_OUT[because],
    hint: ({ profile, upstream, renew }) => {
      const named = upstream === '' ? '' : ` --upstream ${upstream}`
      return sentences(`Run "bridge login --profile ${profile}${named}".`, renew)
    },
  },
  SIGN_IN_FAILED: {
    exit: 6,
    message: ({ detail }) => `nobody was signed in: ${detail}`,
    hint: () => 'Run "bridge login" again.',
  },
  TOKEN_REFUSED: {
    exit: 6,
    message: ({ server, detail }) => `${server} gave no access token: ${detail}`,
    hint: ({ renew }) => renew ?? 'The credential that the token is asked with may have expired or been revoked.',
  },
  AUTHORIZATION_SERVER_UNFIT: {
    exit: 6,
    message: ({ server, detail }) => `nobody can sign in at ${server}: ${detail}`,
    hint: () => 'Where the owner of the API says otherwise, write "authorizationUrl" and "tokenUrl" into the profile.',
  },
  KEYCHAIN_MISSING: {
    exit: 6,
    message: () => 'there is no keychain that the bridge could keep the sign-in in',
    hint: () =>
      'Install the package @napi-rs/keyring beside the bridge, or accept a file that only you can read: --insecure-storage.',
  },
  CREDENTIAL_STORE_UNUSABLE: {
    exit: 6,
    message: ({ detail }) => `the stored sign-in can't be used: ${detail}`,
    hint: () => undefined,
  },
  SCOPE_NOT_GRANTED: {
    exit: 6,
    message: ({ lacking }) => `the token does not allow this: it lacks ${together(lacking)}`,
    hint: () =>
      'A person has to get a token that allows it; for "bridge login", "scopes" in the profile says what to ask for.',
  },
  SCOPES_DIFFER: {
    exit: 6,
    message: ({ lacking, beyond }) =>
      [
        ...(lacking.length === 0 ? [] : [`the token lacks ${together(lacking)}`]),
        ...(beyond.length === 0 ? [] : [`the token allows ${together(beyond)}, which was not asked for`]),
      ].join('; '),
    hint: () => 'Ask for what the tools need, with "scopes" in the profile.',
  },
}

const SIGNED_OUT = {
  never: 'nobody is signed in',
  expired: 'the sign-in is not valid any more',
} as const
