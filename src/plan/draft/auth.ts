/** What the chosen operations ask for → credentials in the form of the profiles file. */
import type { Contract, Operation, SecurityAlternative, SecurityScheme } from '../../contract/model.ts'
import type { JsonObject } from '../../lib/json.ts'
import { variableOf } from './names.ts'

/** `auth` of a profile; undefined where nothing has to be sent. `stem` begins the names of variables. */
export function draftAuth(operations: readonly Operation[], contract: Contract, stem: string): JsonObject | undefined {
  const names = neededSchemes(operations, contract)
  const [only] = names
  if (only === undefined) return undefined
  const credential = (name: string, ...words: readonly string[]) => {
    const scheme = contract.securitySchemes.get(name)
    return scheme === undefined ? {} : (CREDENTIALS[kindOf(scheme)]?.(scheme, [stem, ...words]) ?? {})
  }
  if (names.length === 1) return credential(only)
  return { schemes: Object.fromEntries(names.map((name) => [name, credential(name, name)])) }
}

/** The fewest schemes that will do, in the order of the operations that ask for them. */
function neededSchemes(operations: readonly Operation[], contract: Contract): readonly string[] {
  const asked = operations.map(({ security }) => usable(security ?? []))
  if (!contract.declaresSecurity) {
    // a contract that declares schemes and never says where they apply means everywhere
    const [name] = [...contract.securitySchemes].find(([, scheme]) => isSupported(scheme)) ?? []
    return name === undefined ? [] : [name]
  }
  const counts = new Map<string, number>()
  for (const alternative of asked.flat()) counts.set(idOf(alternative), (counts.get(idOf(alternative)) ?? 0) + 1)
  const needed = new Set<string>()
  for (const alternatives of asked) {
    if (alternatives.some((names) => names.every((name) => needed.has(name)))) continue
    const [best] = [...alternatives].sort(
      (a, b) => (counts.get(idOf(b)) ?? 0) - (counts.get(idOf(a)) ?? 0) || a.length - b.length,
    )
    for (const name of best ?? []) needed.add(name)
  }
  return [...needed]
}

/** Alternatives by the names of their schemes, those that no credential could satisfy left out. */
function usable(security: readonly SecurityAlternative[]): readonly (readonly string[])[] {
  return security
    .filter((one) => one.length > 0 && one.every(({ scheme }) => scheme !== undefined && isSupported(scheme)))
    .map((one) => one.map(({ name }) => name))
}

function idOf(names: readonly string[]): string {
  return JSON.stringify(names)
}

function isSupported(scheme: SecurityScheme): boolean {
  return CREDENTIALS[kindOf(scheme)] !== undefined
}

type Kind = Exclude<SecurityScheme['type'], 'http'> | 'http bearer' | 'http basic' | 'http other'

function kindOf(scheme: SecurityScheme): Kind {
  if (scheme.type !== 'http') return scheme.type
  const name = scheme.scheme.toLowerCase()
  return name === 'bearer' || name === 'basic' ? `http ${name}` : 'http other'
}

type Draft = (scheme: SecurityScheme, words: readonly string[]) => JsonObject

const bearer: Draft = (_, words) => ({ type: 'bearer', token: { env: variableOf(...words, 'token') } })

/** Undefined: no credential of a profile can be that. A token that OAuth gave is a bearer token like any other. */
const CREDENTIALS: { readonly [K in Kind]: Draft | undefined } = {
  apiKey: (scheme, words) =>
    scheme.type === 'apiKey'
      ? { type: 'apiKey', in: scheme.in, name: scheme.name, token: { env: variableOf(...words, 'token') } }
      : {},
  'http bearer': bearer,
  'http basic': (_, words) => ({
    type: 'basic',
    username: { env: variableOf(...words, 'username') },
    password: { env: variableOf(...words, 'password') },
  }),
  'http other': undefined,
  oauth2: bearer,
  openIdConnect: bearer,
  mutualTLS: undefined,
}
