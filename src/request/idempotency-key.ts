/** A request and a key → the request by which the API can tell a repetition from a second one. */
import type { UpstreamRequest } from '../upstream/model.ts'

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
export function withIdempotencyKey(request: UpstreamRequest, key: string): UpstreamRequest {
  return { ...request, headers: [...request.headers, ['idempotency-key', key]] }
}
