/** Secrets in the profiles file: named by their environment variable, and found where somebody wrote one down. */
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { ENVIRONMENT_NAME, JSON_POINTER } from './grammar.ts'
import type { SecretReference } from './model.ts'
import { child, invalid, matching, object, type Place, type Read, required } from './reader.ts'

/** `{ "env": "NAME" }`. Any text in its place is taken for the secret itself. */
export const secretReference: Read<SecretReference> = (place) => {
  if (typeof place.value === 'string') return reportSecret(place)
  if (!isObject(place.value)) return invalid(place, '{ "env": "NAME" }')
  const name = member(place.value, 'env')
  if (typeof name === 'string' && looksLikeToken(name)) return reportSecret(child(place, 'env', name))
  return reference(place)
}

const reference = object({
  env: required(matching(ENVIRONMENT_NAME, 'the name of an environment variable (letters, digits and _)')),
})

/** Reports every text that looks like a secret, wherever it is. */
export function reportSecrets(place: Place): void {
  const { value } = place
  if (typeof value === 'string' && looksLikeSecret(value)) reportSecret(place)
  else if (isArray(value)) value.forEach((item, index) => void reportSecrets(child(place, index, item)))
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const inner = child(place, key, item)
      if (isSecretByName(key, item) && !ARGUMENTS.test(place.pointer) && !isPlaceOfToken(value, key))
        reportSecret(inner)
      else reportSecrets(inner)
    }
  }
}

/** The value of a tool's argument may well be called token. */
const ARGUMENTS = /^\/profiles\/[^/]*\/tools\/\d+\/arguments\//

/** Of an exchange, where its answer has the token. */
function isPlaceOfToken(within: JsonObject, key: string): boolean {
  const value = member(within, key)
  const isExchange = member(within, 'type') === 'exchange' && key === 'accessToken'
  return isExchange && typeof value === 'string' && new RegExp(JSON_POINTER).test(value)
}

function isSecretByName(key: string, value: JsonValue): boolean {
  return typeof value === 'string' && value !== '' && SECRET_NAME.test(key.replaceAll(/[-_]/g, ''))
}

const SECRET_NAME = /(?:token|secret|password|passwd|apikey|privatekey|authorization)$/i

/** A bearer header, a JSON Web Token, or a token with a prefix that its issuer is known by. */
export function looksLikeSecret(text: string): boolean {
  return SECRET_FORMS.some((form) => form.test(text))
}

const SECRET_FORMS = [
  /^(?:Bearer|Basic|Token)\s+[\w.~+/=-]{12,}$/i,
  /\beyJ[\w-]{10,}\.[\w-]{5,}/,
  /\b(?:gpra_|fp_mcp_|oshp_mcp_|gh[opsu]_|github_pat_|glpat-|sk-|sk_|pk_|rk_|xox[abps]-|AKIA|AIza|ya29\.)[\w.-]{16,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
]

/** In the place of a variable's name, a long run of letters and digits is no name. */
function looksLikeToken(text: string): boolean {
  return looksLikeSecret(text) || (/^[A-Za-z0-9]{24,}$/.test(text) && /\d/.test(text) && /[a-z]/.test(text))
}

function reportSecret(place: Place): undefined {
  place.report('PROFILES_SECRET_WRITTEN', place, { key: place.key })
}
