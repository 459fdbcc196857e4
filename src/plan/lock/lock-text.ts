/** A lock → the text of its file: byte for byte the same for the same lock. */

import { prettyCanonicalJson } from '../../lib/canonical-json.ts'
import type { JsonObject } from '../../lib/json.ts'
import { LOCK_VERSION, type Lock, type LockedOperation, type LockedProfile, type LockedUpstream } from './model.ts'

export function lockText({ profiles }: Lock): string {
  return prettyCanonicalJson({ version: LOCK_VERSION, profiles: mapped(profiles, profileJson) })
}

/** An upstream without a name is written as the profile itself. */
function profileJson({ upstreams, rules }: LockedProfile): JsonObject {
  const only = upstreams.get('')
  return only === undefined ? { rules, upstreams: mapped(upstreams, upstreamJson) } : upstreamJson(only)
}

function upstreamJson({ contract, baseUrl, servers, auth, rules, operations }: LockedUpstream): JsonObject {
  return {
    contract,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    servers,
    auth,
    rules,
    operations: mapped(operations, operationJson),
  }
}

function operationJson({ operation, sha256, toolSha256, pinned, tool }: LockedOperation): JsonObject {
  return { operation, sha256, toolSha256, pinned, tool }
}

function mapped<V>(values: ReadonlyMap<string, V>, json: (value: V) => JsonObject): JsonObject {
  return Object.fromEntries([...values].map(([name, value]) => [name, json(value)]))
}
