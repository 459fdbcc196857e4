/** The published JSON Schema of `limits` and `rateLimit`. */
import type { JsonObject } from '../lib/json.ts'
import { type Bounds, LIMITS, RATE_LIMIT } from './grammar.ts'

type Described<Name extends string> = Readonly<Record<Name, readonly [bounds: Bounds, description: string]>>

const DESCRIBED_LIMITS: Described<keyof typeof LIMITS> = {
  timeoutSeconds: [LIMITS.timeoutSeconds, 'Seconds for one call in all: waiting, retries and the whole answer.'],
  responseBytes: [LIMITS.responseBytes, 'Bytes of an answer that are read, after decompression.'],
  resultCharacters: [LIMITS.resultCharacters, 'Characters of an answer that the agent gets.'],
  concurrency: [LIMITS.concurrency, 'Calls at the same time; further ones wait.'],
  contractBytes: [LIMITS.contractBytes, 'Bytes of the largest contract that is taken.'],
  toolTokens: [
    LIMITS.toolTokens,
    'Estimated tokens of all tool definitions together, as "bridge tools" counts them. More fail the check.',
  ],
}

const DESCRIBED_RATE: Described<keyof typeof RATE_LIMIT> = {
  requests: [RATE_LIMIT.requests, 'How many requests may be sent …'],
  perSeconds: [RATE_LIMIT.perSeconds, '… in any period of this many seconds.'],
}

function boundsSchema([{ most, whole, default: value }, description]: Described<string>[string]): JsonObject {
  const least = whole ? { type: 'integer', minimum: 1 } : { type: 'number', exclusiveMinimum: 0 }
  return { ...least, maximum: most, ...(value === undefined ? {} : { default: value }), description }
}

function boundsSchemas<Name extends string>(described: Described<Name>): JsonObject {
  return Object.fromEntries(
    Object.entries<Described<Name>[Name]>(described).map(([name, one]) => [name, boundsSchema(one)]),
  )
}

export const limitDefinitions: JsonObject = {
  timeoutSeconds: boundsSchema(DESCRIBED_LIMITS.timeoutSeconds),
  limits: {
    title: 'Limits',
    type: 'object',
    additionalProperties: false,
    properties: boundsSchemas(DESCRIBED_LIMITS),
  },
  rateLimit: {
    title: 'Rate limit',
    description: 'The rate that the API allows. Calls wait for their turn, or are refused where that takes too long.',
    type: 'object',
    additionalProperties: false,
    required: ['requests', 'perSeconds'],
    properties: boundsSchemas(DESCRIBED_RATE),
  },
}
