/** A credential → a few words: its kind, and the variables that it names. */
import type { Auth, Credential } from '../../profile/model.ts'
import { secretsOf } from '../../profile/secrets-of.ts'

/** One for each credential, those of several schemes with the name of theirs. */
export function authTexts(auth: Auth): readonly string[] {
  if (auth.kind === 'single') return [authText(auth.credential)]
  return [...auth.schemes].map(([name, one]) => `${name}: ${authText(one)}`)
}

export function authText(credential: Credential): string {
  // the table has the function of exactly this type, which indexing by a union can't show
  return (AUTH_TEXT[credential.type] as (one: Credential) => string)(credential)
}

const AUTH_TEXT: { readonly [T in Credential['type']]: (credential: Extract<Credential, { type: T }>) => string } = {
  none: () => 'none',
  bearer: ({ token }) => `bearer token from ${token.env}`,
  apiKey: ({ in: place, name, token }) => `${place} ${name} from ${token.env}`,
  basic: ({ username, password }) => `basic with ${username.env} and ${password.env}`,
  exchange: (credential) => {
    const variables = secretsOf(credential).map(({ env }) => env)
    return `token from ${credential.url}${variables.length === 0 ? '' : ` for ${variables.join(' and ')}`}`
  },
  oauth2: ({ grant, discovery, tokenUrl }) => {
    const server = tokenUrl ?? (discovery === 'upstream' ? "the API's own authorization server" : discovery)
    return `OAuth ${grant} with ${server}`
  },
}
