/** What an operation requires and what the profile has → the credentials to send with it. */
import type { Operation, SchemeRequirement, SecurityAlternative, SecurityScheme } from '../contract/model.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { credentialsIn } from '../profile/issued.ts'
import type { Auth, Credential } from '../profile/model.ts'
import type { CredentialUse } from './model.ts'
import { type EntrySubject, inProfile } from './rules/rule.ts'

/** The credentials of one operation, or why the profile can't satisfy what it requires. */
export function credentialsOf(operation: Operation, subject: EntrySubject): Checked<readonly CredentialUse[]> {
  const { auth } = subject.upstream
  const always = credentialsIn(auth).filter((credential) => credential.applies === 'always')
  const required = alternativesOf(operation, subject)
  const chosen = required === undefined ? undeclared(auth) : choose(required, auth)
  // an operation that asks for nothing gets nothing, whatever its parameters are called
  const named = operation.security?.length === 0 ? [] : namedBy(operation, auth)
  // a credential that always applies stands in for whatever else is declared
  if (always.length > 0) return pass(merge([...always.map(useOf), ...(chosen ?? []), ...named].filter(isUse)))
  if (chosen !== undefined) return pass(merge([...chosen, ...named]))
  return refuse(
    problem('SECURITY_UNSATISFIED', inProfile(subject, subject.entry.pointer), {
      operation: subject.entry.operation,
      needs: (required ?? []).map((alternative) => alternative.map(describeRequirement).join(' + ')),
      has: describeAuth(auth),
    }),
  )
}

/** Undefined where the contract declares no security at all. */
function alternativesOf(operation: Operation, subject: EntrySubject): readonly SecurityAlternative[] | undefined {
  return operation.security ?? (subject.contract.declaresSecurity ? [] : undefined)
}

/** A contract without any security gets one credential on every operation: of several, the one that the profile has first. */
export function undeclared(auth: Auth): readonly CredentialUse[] {
  return credentialsIn(auth).slice(0, 1).map(useOf).filter(isUse)
}

/**
 * Credentials that required parameters of the operation name, in place and name: some contracts list schemes as
 * alternatives that are needed together, and say so only there.
 */
function namedBy({ parameters }: Operation, auth: Auth): readonly CredentialUse[] {
  return credentialsIn(auth)
    .map(useOf)
    .filter(isUse)
    .filter((use) =>
      parameters.some((one) => one.required && one.in === use.in && sameName(use.in, one.name, use.name)),
    )
}

/** The uses of the first alternative that is satisfied wholly; an empty one counts only after all others. */
function choose(alternatives: readonly SecurityAlternative[], auth: Auth): readonly CredentialUse[] | undefined {
  if (alternatives.length === 0) return []
  for (const alternative of alternatives) {
    const uses = alternative.length === 0 ? undefined : satisfy(alternative, auth)
    if (uses !== undefined) return uses
  }
  return alternatives.some((alternative) => alternative.length === 0) ? [] : undefined
}

function satisfy(alternative: SecurityAlternative, auth: Auth): readonly CredentialUse[] | undefined {
  const requirements = withoutRepeated(alternative)
  const uses = requirements.map((requirement) => useFor(requirement, auth)).filter(isUse)
  if (uses.length < requirements.length) return undefined
  const merged = merge(uses)
  // two different credentials can't share one place
  return uses.every((use) => merged.some((one) => one.credential === use.credential)) ? merged : undefined
}

/** An apiKey in `Authorization` beside a scheme that has a form of its own there is the same field said twice. */
function withoutRepeated(alternative: SecurityAlternative): SecurityAlternative {
  const hasForm = alternative.some(({ scheme }) => scheme !== undefined && IN_AUTHORIZATION.has(scheme.type))
  return alternative.filter(({ scheme }) => {
    const isKey =
      scheme?.type === 'apiKey' && scheme.in === 'header' && sameName('header', scheme.name, 'Authorization')
    return !(hasForm && isKey)
  })
}

const IN_AUTHORIZATION: ReadonlySet<SecurityScheme['type']> = new Set(['http', 'oauth2', 'openIdConnect'])

function useFor({ name, scheme }: SchemeRequirement, auth: Auth): CredentialUse | undefined {
  const credential = auth.kind === 'single' ? auth.credential : auth.schemes.get(name)
  if (credential === undefined || scheme === undefined) return undefined
  return SERVES[scheme.type](credential, scheme) ? useOf(credential) : undefined
}

type Serves = { readonly [T in SecurityScheme['type']]: (credential: Credential, scheme: SecurityScheme) => boolean }

/** @see https://spec.openapis.org/oas/v3.2.0.html#security-scheme-object */
const SERVES: Serves = {
  apiKey: (credential, scheme) =>
    credential.type === 'apiKey' &&
    scheme.type === 'apiKey' &&
    credential.in === scheme.in &&
    sameName(credential.in, credential.name, scheme.name),
  http: (credential, scheme) =>
    scheme.type === 'http' && HTTP.get(scheme.scheme.toLowerCase())?.has(credential.type) === true,
  oauth2: (credential) => BEARERS.has(credential.type),
  openIdConnect: (credential) => BEARERS.has(credential.type),
  mutualTLS: () => false,
}

/** What ends in a bearer token. */
const BEARERS: ReadonlySet<Credential['type']> = new Set(['bearer', 'exchange', 'oauth2'])

const HTTP: ReadonlyMap<string, ReadonlySet<Credential['type']>> = new Map([
  ['bearer', BEARERS],
  ['basic', new Set(['basic'])],
])

/** Header names are the same in any case. @see RFC 9110 section 5.1 */
function sameName(place: CredentialUse['in'], a: string, b: string): boolean {
  return place === 'header' ? a.toLowerCase() === b.toLowerCase() : a === b
}

function useOf(credential: Credential): CredentialUse | undefined {
  if (credential.type === 'none') return undefined
  if (credential.type === 'apiKey') return { credential, in: credential.in, name: credential.name }
  return { credential, in: 'header', name: 'Authorization' }
}

function isUse(use: CredentialUse | undefined): use is CredentialUse {
  return use !== undefined
}

/** One use for each place; the first wins. */
function merge(uses: readonly CredentialUse[]): readonly CredentialUse[] {
  return uses.filter(
    (use, index) => uses.findIndex((one) => one.in === use.in && sameName(use.in, one.name, use.name)) === index,
  )
}

function describeRequirement({ name, scheme }: SchemeRequirement): string {
  if (scheme === undefined) return `${name} (not declared)`
  if (scheme.type === 'apiKey') return `${name} (apiKey ${scheme.in} ${scheme.name})`
  return `${name} (${scheme.type === 'http' ? `http ${scheme.scheme}` : scheme.type})`
}

function describeAuth(auth: Auth): string {
  if (auth.kind === 'single') return describeCredential(auth.credential)
  return [...auth.schemes].map(([name, credential]) => `${name} (${describeCredential(credential)})`).join(', ')
}

function describeCredential(credential: Credential): string {
  return credential.type === 'apiKey' ? `apiKey ${credential.in} ${credential.name}` : credential.type
}
