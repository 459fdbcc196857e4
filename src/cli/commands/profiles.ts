/** `bridge profiles`: the profiles in the file; nothing else is read. */
import { printable } from '../../lib/printable.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { Credential, Profile } from '../../profile/model.ts'
import { secretsOf } from '../../profile/secrets-of.ts'
import { type Context, openProfiles } from '../context.ts'
import { fail } from '../failure.ts'
import { createPaint } from '../report/paint.ts'
import { countsText } from '../report/text.ts'

export async function profiles(context: Context): Promise<ExitCode> {
  const loaded = await openProfiles(context)
  if (!loaded.ok) return fail(context.terminal, loaded.problems)
  const { file } = loaded.value
  const { out } = context.terminal
  const paint = createPaint(out.colour)
  out.write(`${printable(file.uri)}\n`)
  for (const profile of file.profiles.values()) {
    const mark = profile.id === file.defaultProfile ? ' (default)' : ''
    out.write(
      `\n${paint.bold(printable(profile.id))}${mark}${profile.title === undefined ? '' : ` — ${printable(profile.title)}`}\n`,
    )
    for (const [label, text] of facts(profile)) out.write(`  ${label.padEnd(9)} ${printable(text)}\n`)
  }
  return 0
}

function facts({ upstream, auth, tools }: Profile): readonly (readonly [label: string, text: string])[] {
  const credentials =
    auth.kind === 'single'
      ? [authText(auth.credential)]
      : [...auth.schemes].map(([name, one]) => `${name}: ${authText(one)}`)
  return [
    ['contract', upstream.contract],
    ['base URL', upstream.baseUrl ?? "the contract's server"],
    ['auth', credentials.join('; ')],
    ['tools', countsText(tools.map(({ access }) => access ?? 'read'))],
  ]
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

/** A credential in a few words: its kind, and the variables that it names. */
export function authText(credential: Credential): string {
  // the table has the function of exactly this type, which indexing by a union can't show
  return (AUTH_TEXT[credential.type] as (one: Credential) => string)(credential)
}
