/** Problem code → what it means, why it is refused and what to do: access tokens: how they are got, kept and renewed. */
import type { SignInCode } from '../catalogue/sign-in.ts'

export const signIn: Readonly<Record<SignInCode, string>> = {
  SIGNED_OUT:
    'The profile signs in with OAuth. "bridge login" does that once; "bridge start" uses and renews what it stored. A sign-in ends with "bridge logout", or when the authorization server does not renew it any more.',
  SIGN_IN_FAILED:
    'The sign-in was refused, its answer did not come in time, or it was not the answer to what this command had asked. Nothing was stored.',
  TOKEN_REFUSED:
    'The profile gets its access tokens from a server, with a credential of its own. That server refused, or its answer has no token that can be used. The API was not called.',
  AUTHORIZATION_SERVER_UNFIT:
    'What a server says of itself decides where a person signs in and where tokens go, so it is only followed where it is consistent: https, its own issuer and hosts, and PKCE with S256.',
  KEYCHAIN_MISSING:
    'Tokens belong into the keychain of the system. The bridge uses it through the package @napi-rs/keyring, where that is installed. Without it, tokens are stored in a file of your user only where you say so.',
  CREDENTIAL_STORE_UNUSABLE:
    'The file or keychain entry with the sign-in can not be read or written, or it is not what the bridge wrote. A file must be a regular one of your own, in a folder of your own.',
  SCOPE_NOT_GRANTED:
    'The contract, or "scopes" of the allowlist entry, says what a token must be granted for this operation, and the server that issued the token said that this one is not. The call would be refused: it is not sent.',
  SCOPES_DIFFER:
    'The server that issued the token granted other scopes than it was asked for. Calls that need what is lacking will fail; what is too much is a risk that brings nothing.',
}
