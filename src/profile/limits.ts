/** `limits` and `rateLimit` of a profile to their models, with every default explicit. */
import { LIMITS, RATE_LIMIT } from './grammar.ts'
import type { Limits, RateLimit } from './model.ts'
import { number, object, optional, type Read, required } from './reader.ts'

export const DEFAULT_LIMITS: Limits = {
  timeoutSeconds: LIMITS.timeoutSeconds.default,
  responseBytes: LIMITS.responseBytes.default,
  resultCharacters: LIMITS.resultCharacters.default,
  concurrency: LIMITS.concurrency.default,
  contractBytes: LIMITS.contractBytes.default,
}

const given = object({
  timeoutSeconds: optional(number(LIMITS.timeoutSeconds)),
  responseBytes: optional(number(LIMITS.responseBytes)),
  resultCharacters: optional(number(LIMITS.resultCharacters)),
  concurrency: optional(number(LIMITS.concurrency)),
  contractBytes: optional(number(LIMITS.contractBytes)),
  toolTokens: optional(number(LIMITS.toolTokens)),
})

export const limits: Read<Limits> = (place) => {
  const read = given(place)
  return read && { ...DEFAULT_LIMITS, ...read }
}

export const rateLimit: Read<RateLimit> = object({
  requests: required(number(RATE_LIMIT.requests)),
  perSeconds: required(number(RATE_LIMIT.perSeconds)),
})
