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
    explain:
      'The profile signs in with OAuth. "bridge login" does that once; "bridge start" uses and renews what it stored. A sign-in ends with "bridge logout", or when the authorization server does not renew it any more.',
  },
  SIGN_IN_FAILED: {
    exit: 6,
    message: ({ detail }) => `nobody was signed in: ${detail}`,
    hint: () => 'Run "bridge login" again.',
    explain:
      'The sign-in was refused, its answer did not come in time, or it was not the answer to what this command had asked. Nothing was stored.',
  },
  TOKEN_REFUSED: {
    exit: 6,
    message: ({ server, detail }) => `${server} gave no access token: ${detail}`,
    hint: ({ renew }) => renew ?? 'The credential that the token is asked with may have expired or been revoked.',
    explain:
      'The profile gets its access tokens from a server, with a credential of its own. That server refused, or its answer has no token that can be used. The API was not called.',
  },
  AUTHORIZATION_SERVER_UNFIT: {
    exit: 6,
    message: ({ server, detail }) => `nobody can sign in at ${server}: ${detail}`,
    hint: () => 'Where the owner of the API says otherwise, write "authorizationUrl" and "tokenUrl" into the profile.',
    explain:
      'What a server says of itself decides where a person signs in and where tokens go, so it is only followed where it is consistent: https, its own issuer and hosts, and PKCE with S256.',
  },
  KEYCHAIN_MISSING: {
    exit: 6,
    message: () => 'there is no keychain that the bridge could keep the sign-in in',
    hint: () =>
      'Install the package @napi-rs/keyring beside the bridge, or accept a file that only you can read: --insecure-storage.',
    explain:
      'Tokens belong into the keychain of the system. The bridge uses it through the package @napi-rs/keyring, where that is installed. Without it, tokens are stored in a file of your user only where you say so.',
  },
  CREDENTIAL_STORE_UNUSABLE: {
    exit: 6,
    message: ({ detail }) => `the stored sign-in can't be used: ${detail}`,
    hint: () => undefined,
    explain:
      'The file or keychain entry with the sign-in can not be read or written, or it is not what the bridge wrote. A file must be a regular one of your own, in a folder of your own.',
  },
  SCOPE_NOT_GRANTED: {
    exit: 6,
    message: ({ lacking }) => `the token does not allow this: it lacks ${together(lacking)}`,
    hint: () =>
      'A person has to get a token that allows it; for "bridge login", "scopes" in the profile says what to ask for.',
    explain:
      'The contract, or "scopes" of the allowlist entry, says what a token must be granted for this operation, and the server that issued the token said that this one is not. The call would be refused: it is not sent.',
  },
  SCOPES_DIFFER: {
    exit: 6,
    message: ({ lacking, beyond }) =>
      [
        ...(lacking.length === 0 ? [] : [`the token lacks ${together(lacking)}`]),
        ...(beyond.length === 0 ? [] : [`the token allows ${together(beyond)}, which was not asked for`]),
      ].join('; '),
    hint: () => 'Ask for what the tools need, with "scopes" in the profile.',
    explain:
      'The server that issued the token granted other scopes than it was asked for. Calls that need what is lacking will fail; what is too much is a risk that brings nothing.',
  },
}

const SIGNED_OUT = {
  never: 'nobody is signed in',
  expired: 'the sign-in is not valid any more',
} as const
