/** The secrets that a profile names → their sealed values from the environment, or everything wrong with them. */
import { type Checked, unlessErrors } from '../problem/checked.ts'
import { type Location, type Problem, problem } from '../problem/problem.ts'
import type { Credential } from '../profile/model.ts'
import { secretsOf } from '../profile/secrets-of.ts'
import { Secret } from '../upstream/secret.ts'
import { apiKeyRole, credentialFault, type SecretRole } from './credential-fault.ts'

export interface CredentialSet {
  /** By the name of the environment variable. */
  readonly byVariable: ReadonlyMap<string, Secret>
  /**
   * All that no output may show: the secrets, what basic authentication makes of a pair, and tokens issued meanwhile.
   * Another list as soon as it has another secret.
   */
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
 * Reads every secret that the credentials name, each variable once.
 * @returns sealed values; else for each variable CREDENTIAL_MISSING, CREDENTIAL_MALFORMED or CREDENTIAL_PREFIX, without
 * its value
 */
export function readCredentials(credentials: readonly Credential[], environment: Variables): Checked<CredentialSet> {
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

function neededBy(credential: Credential): readonly Needed[] {
  const { renew } = credential
  return secretsOf(credential).map(({ env }) => {
    const { role, prefix } = useOf(credential, env)
    return {
      variable: env,
      role,
      ...(prefix === undefined ? {} : { prefix }),
      ...(renew === undefined ? {} : { renew }),
    }
  })
}

/** What a variable of the credential is used as, and how its value has to start. */
function useOf(
  credential: Credential,
  variable: string,
): Pick<Needed, 'role'> & { readonly prefix?: string | undefined } {
  switch (credential.type) {
    case 'apiKey':
      return { role: apiKeyRole(credential.in), prefix: credential.prefix }
    case 'basic':
      if (credential.username.env === variable) return { role: 'username' }
      return { role: 'password', prefix: credential.prefix }
    default:
      return { role: 'token', prefix: credential.prefix }
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
