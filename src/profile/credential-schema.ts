/** The published JSON Schema of `auth`. */
import type { JsonObject } from '../lib/json.ts'
import { API_KEY_PLACES, APPLIES, ENVIRONMENT_NAME, TOKEN } from './grammar.ts'
import { exchangeProperties, issuedDefinitions, oauthConditions, oauthProperties } from './issued-credential-schema.ts'

const secret = {
  type: 'object',
  description: 'The environment variable that holds the secret. Secrets are never written into this file.',
  additionalProperties: false,
  required: ['env'],
  properties: { env: { type: 'string', pattern: ENVIRONMENT_NAME, examples: ['MCP_USER_TOKEN'] } },
}

const common = {
  applies: {
    enum: APPLIES,
    default: 'declared',
    description: '"always" sends the credential whatever the contract declares, "security: []" included.',
  },
  renew: { $ref: '#/$defs/text', description: 'Where to get a new credential; shown when the API answers 401 or 403.' },
}

const prefix = {
  type: 'string',
  pattern: '^[!-~]+$',
  description: 'How a right token starts. Another one is refused before it is sent.',
}

function credential(
  type: string,
  description: string,
  properties: JsonObject,
  required: readonly string[],
): JsonObject {
  return {
    type: 'object',
    description,
    additionalProperties: false,
    required: ['type', ...required],
    properties: { type: { const: type }, ...properties, ...common },
  }
}

const secretReference = { $ref: '#/$defs/secret' }

export const credentialDefinitions: JsonObject = {
  secret,
  auth: {
    title: 'Authentication',
    description: 'One credential for everything, or one for each security scheme of the contract.',
    if: { type: 'object', required: ['schemes'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      type: 'object',
      additionalProperties: false,
      properties: {
        schemes: {
          type: 'object',
          description: 'By the name of the security scheme in the contract.',
          minProperties: 1,
          additionalProperties: { $ref: '#/$defs/credential' },
        },
      },
    },
    else: { $ref: '#/$defs/credential' },
  },
  credential: {
    oneOf: [
      credential('none', 'No credential.', {}, []),
      credential('bearer', '"Authorization: Bearer …"', { token: secretReference, prefix }, ['token']),
      {
        ...credential(
          'apiKey',
          'A token under a name of its own.',
          {
            in: { enum: API_KEY_PLACES },
            name: { $ref: '#/$defs/text', examples: ['X-User-Token'] },
            token: secretReference,
            prefix,
          },
          ['in', 'name', 'token'],
        ),
        if: { properties: { in: { const: 'query' } } },
        else: { properties: { name: { pattern: TOKEN } } },
      },
      credential(
        'basic',
        'A user name and a password (HTTP basic authentication).',
        { username: secretReference, password: secretReference },
        ['username', 'password'],
      ),
      credential('exchange', 'A credential that is sent to one URL for an access token.', exchangeProperties, [
        'url',
        'body',
      ]),
      { ...credential('oauth2', 'An access token by OAuth 2.', oauthProperties, ['grant']), ...oauthConditions },
    ],
  },
  ...issuedDefinitions,
}
