/** An `exchange` credential → the JSON that is sent for a token, and the token in the answer. */
import { childOf, isArray, type JsonValue, stringifyJson } from '../lib/json.ts'
import { type JsonPointer, parsePointer } from '../lib/pointer.ts'
import type { ExchangeBody, ExchangeCredential } from '../profile/model.ts'
import { isList, isMembers, isReference } from '../profile/secrets-of.ts'
import { Secret } from '../upstream/secret.ts'
import { credentialFault } from './credential-fault.ts'
import type { CredentialSet } from './credentials.ts'
import { type IssuedToken, lifetimeOf, timesOf } from './issued-token.ts'

/** The body as text, with secrets in it: for the credential's own URL only. */
export function exchangeText(body: ExchangeBody, credentials: CredentialSet): string {
  return stringifyJson(filled(body, credentials))
}

function filled(body: ExchangeBody, credentials: CredentialSet): JsonValue {
  if (isMembers(body)) return Object.fromEntries([...body].map(([name, one]) => [name, filled(one, credentials)]))
  if (isList(body)) return body.map((one) => filled(one, credentials))
  if (!isReference(body)) return body
  const secret = credentials.byVariable.get(body.env)
  if (secret === undefined) throw new Error(`the secret ${body.env} was not read`)
  return secret.reveal()
}

/** The token of an answer, or a text that says what it lacks. Nothing of the answer is in the text. */
export function readExchangeAnswer(
  { accessToken, expiresIn, scopes }: ExchangeCredential,
  answer: JsonValue,
  now: number,
): IssuedToken | string {
  const token = valueAt(answer, accessToken)
  if (typeof token !== 'string' || token === '') return `its answer has no token at ${accessToken}`
  const fault = credentialFault(token, 'token')
  if (fault !== undefined) return `what its answer has at ${accessToken} can't be a token: ${fault}`
  const granted = scopesIn(valueAt(answer, scopes))
  return {
    secret: new Secret(token),
    ...timesOf(lifetimeOf(valueAt(answer, expiresIn)), now),
    ...(granted === undefined ? {} : { scopes: granted }),
  }
}

/** A list, or names with spaces between. */
function scopesIn(value: JsonValue | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return value.split(' ').filter((scope) => scope !== '')
  return isArray(value) ? value.filter((scope) => typeof scope === 'string') : undefined
}

function valueAt(value: JsonValue, pointer: JsonPointer): JsonValue | undefined {
  return (parsePointer(pointer) ?? []).reduce<JsonValue | undefined>(childOf, value)
}
