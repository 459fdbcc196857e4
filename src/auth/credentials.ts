/** The secrets that a profile names → their sealed values from the environment, or everything wrong with them. */
import { type Checked, unlessErrors } from '../problem/checked.ts'
import { type Location, type Problem, problem } from '../problem/problem.ts'
import type { Auth, Credential, Profile, SecretReference } from '../profile/model.ts'
import { Secret } from '../upstream/secret.ts'
import { apiKeyRole, credentialFault, type SecretRole } from './credential-fault.ts'

export interface CredentialSet {
  /** By the name of the environment variable. */
  readonly byVariable: ReadonlyMap<string, Secret>
  /** All that no output may show: the secrets, and what basic authentication makes of a pair. */
  readonly secrets: readonly Secret[]
}

/** Environment variables by name. */
export interface Variables {
  get(name: string): string | undefined
}

interface Needed {
  readonly variable: string
  readonly role: SecretRole
  readonly prefix?: string
  readonly renew?: string
}

const AT: Location = { source: 'environment' }

/**
 * Reads every secret that the profile's credentials name, each variable once.
 * @returns sealed values; else for each variable CREDENTIAL_MISSING, CREDENTIAL_MALFORMED or CREDENTIAL_PREFIX, without
 * its value
 */
export function readCredentials(profile: Profile, environment: Variables): Checked<CredentialSet> {
  const credentials = credentialsOf(profile.auth)
  const texts = new Map<string, string>()
  const problems = new Map<string, Problem>()
  for (const needed of credentials.flatMap(neededBy)) {
    const text = environment.get(needed.variable) ?? ''
    const found = problemOf(text, needed)
    if (found === undefined) texts.set(needed.variable, text)
    else if (!problems.has(needed.variable)) problems.set(needed.variable, found)
  }
  return unlessErrors([...problems.values()], () => {
    const byVariable = new Map([...texts].map(([variable, text]) => [variable, new Secret(text)]))
    return { byVariable, secrets: [...byVariable.values(), ...pairs(credentials, texts)] }
  })
}

function credentialsOf(auth: Auth): readonly Credential[] {
  return auth.kind === 'single' ? [auth.credential] : [...auth.schemes.values()]
}

function neededBy(credential: Credential): readonly Needed[] {
  const need = ({ env }: SecretReference, role: SecretRole, prefix?: string): Needed => ({
    variable: env,
    role,
    ...(prefix === undefined ? {} : { prefix }),
    ...(credential.renew === undefined ? {} : { renew: credential.renew }),
  })
  switch (credential.type) {
    case 'none':
      return []
    case 'bearer':
      return [need(credential.token, 'token', credential.prefix)]
    case 'apiKey':
      return [need(credential.token, apiKeyRole(credential.in), credential.prefix)]
    case 'basic':
      return [need(credential.username, 'username'), need(credential.password, 'password', credential.prefix)]
  }
}

function problemOf(text: string, { variable, role, prefix, renew }: Needed): Problem | undefined {
  if (text === '') return problem('CREDENTIAL_MISSING', AT, { variable, ...(renew === undefined ? {} : { renew }) })
  const detail = credentialFault(text, role)
  if (detail !== undefined) return problem('CREDENTIAL_MALFORMED', AT, { variable, detail })
  if (prefix !== undefined && !text.startsWith(prefix)) return problem('CREDENTIAL_PREFIX', AT, { variable, prefix })
  return undefined
}

/** `username:password` of each basic credential: an upstream may echo its base64, which hides both parts. */
function pairs(credentials: readonly Credential[], texts: ReadonlyMap<string, string>): readonly Secret[] {
  return credentials.flatMap((credential) =>
    credential.type === 'basic'
      ? [new Secret(`${texts.get(credential.username.env)}:${texts.get(credential.password.env)}`)]
      : [],
  )
}
