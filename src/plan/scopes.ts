/** An operation and its allowlist entry → the scopes that a token has to be granted for it. */
import type { Operation } from '../contract/model.ts'
import type { ToolEntry } from '../profile/model.ts'

/**
 * Those of the entry, and those of the contract that hold whichever alternative is taken: what only some of the
 * alternatives need, or what is the name of a role, refuses nobody.
 */
export function neededScopes(
  { security = [], requiredScopes }: Operation,
  { scopes = [] }: Pick<ToolEntry, 'scopes'>,
): readonly string[] {
  const alternatives = security.map((alternative) => ({
    all: alternative.flatMap((one) => one.scopes),
    scopes: alternative.filter(({ scheme }) => SCOPED.has(scheme?.type)).flatMap((one) => one.scopes),
  }))
  const certain = requiredScopes.filter(
    (scope) =>
      alternatives.every(({ scopes: own }) => own.includes(scope)) ||
      !alternatives.some(({ all }) => all.includes(scope)),
  )
  return [...new Set([...scopes, ...certain])]
}

/** Schemes whose names in a requirement are scopes of a token. @see https://spec.openapis.org/oas/v3.2.0.html#security-requirement-object */
const SCOPED: ReadonlySet<unknown> = new Set(['oauth2', 'openIdConnect'])
