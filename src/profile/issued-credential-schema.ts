/** The published JSON Schema of the credentials that a server issues for a while. */
import type { JsonObject } from '../lib/json.ts'
import { JSON_POINTER, OAUTH_GRANTS, SCOPE } from './grammar.ts'
import { EXCHANGE_POINTERS, WITHOUT_DISCOVERY } from './issued-credential.ts'

const url = { type: 'string', pattern: '^[Hh][Tt][Tt][Pp][Ss]?:[^?#\\s]+$' }
const secret = { $ref: '#/$defs/secret' }
const pointer = { type: 'string', pattern: JSON_POINTER }
const members = { type: 'object', additionalProperties: { $ref: '#/$defs/exchangeBody' } }

export const issuedDefinitions: JsonObject = {
  exchangeBody: {
    description: 'JSON; { "env": "NAME" } stands for the secret in that environment variable.',
    if: { type: 'object', required: ['env'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: secret,
    else: {
      type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
      additionalProperties: { $ref: '#/$defs/exchangeBody' },
      items: { $ref: '#/$defs/exchangeBody' },
    },
  },
}

export const exchangeProperties: JsonObject = {
  url: { ...url, description: 'Where the credential goes, by POST. It goes nowhere else.' },
  body: { ...members, description: 'The JSON to send; its leaves may be { "env": "NAME" }.' },
  accessToken: { ...pointer, default: EXCHANGE_POINTERS.accessToken, description: 'Where the answer has the token.' },
  expiresIn: { ...pointer, default: EXCHANGE_POINTERS.expiresIn, description: 'Where it has its life in seconds.' },
  scopes: { ...pointer, default: EXCHANGE_POINTERS.scopes, description: 'Where it has what the token allows.' },
  refresh: {
    type: 'object',
    description: 'How a token is renewed. Where that fails, a new exchange is made.',
    additionalProperties: false,
    required: ['url', 'sends'],
    properties: {
      url,
      sends: {
        if: { type: 'string' },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { const: 'bearer' },
        else: members,
        description: '"bearer" sends the token; else the JSON to send.',
      },
    },
  },
}

export const oauthProperties: JsonObject = {
  grant: { enum: OAUTH_GRANTS, description: 'How the token is got. All but client_credentials need "bridge login".' },
  discovery: {
    ...url,
    pattern: '^(?:upstream|[Hh][Tt][Tt][Pp][Ss]?:[^?#\\s]+)$',
    description:
      '"upstream" asks the API for its authorization server; else the URL of the issuer, of its metadata, or of the metadata of a protected resource that names it.',
  },
  authorizationUrl: url,
  tokenUrl: url,
  deviceUrl: url,
  registrationUrl: url,
  clientId: { $ref: '#/$defs/text', description: 'Without it, the bridge registers itself where the server lets it.' },
  clientSecret: secret,
  scopes: {
    type: 'array',
    items: { type: 'string', pattern: SCOPE },
    description: 'What to ask for; else what the API advertises.',
  },
  resource: { ...url, description: 'What the token is for (RFC 8707); else what the API says of itself.' },
}

/** What a grant needs is the more, the less is discovered. */
export const oauthConditions: JsonObject = {
  allOf: [
    ...OAUTH_GRANTS.map((grant) => ({
      if: { properties: { grant: { const: grant } }, not: { required: ['discovery'] } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: WITHOUT_DISCOVERY[grant] },
    })),
    {
      if: { properties: { grant: { const: 'client_credentials' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['clientId', 'clientSecret'] },
      else: { anyOf: ['clientId', 'discovery', 'registrationUrl'].map((name) => ({ required: [name] })) },
    },
  ],
}
