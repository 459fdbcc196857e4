/** A profile and its entries → what they say about calls beyond what tools and operations show. Only what is written is there. */
import type { JsonObject } from '../../lib/json.ts'
import type { Profile, ToolEntry } from '../../profile/model.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import { sortedItems } from './canonical-schema.ts'

/**
 * Whatever a changed line could widen unseen. Bounds of time and size are left out: they are of how a machine copes, and
 * none of them lets a call do more. `place` gives folders in a form that every checkout has.
 */
export function pinProfileRules(profile: Profile, place: (url: string) => string): JsonObject {
  const { grants, continuation, files, audit, lock, instructions } = profile
  const folders = [
    ...(files?.read ?? []).map((folder) => `read ${place(folder)}`),
    ...(files?.save === undefined ? [] : [`save ${place(files.save)}`]),
  ]
  return {
    ...(grants.length === 0 ? {} : { grants: sortedItems(grants) }),
    ...(folders.length === 0 ? {} : { folders: sortedItems(folders) }),
    ...(continuation === true ? { continuation } : {}),
    // where the log is may differ from machine to machine
    ...(audit === undefined ? {} : { audit: true }),
    ...(lock === undefined ? {} : { lock }),
    ...(instructions === undefined ? {} : { instructions }),
  }
}

export function pinUpstreamRules({ rateLimit }: ProfileUpstream): JsonObject {
  return rateLimit === undefined ? {} : { rateLimit: { ...rateLimit } }
}

export function pinEntryRules({ requires, confirm, idempotencyKey, internal, session }: ToolEntry): JsonObject {
  return {
    ...(requires.length === 0 ? {} : { requires: sortedItems(requires) }),
    ...(confirm === true ? { confirm } : {}),
    ...(idempotencyKey ? { idempotencyKey } : {}),
    ...(internal ? { internal } : {}),
    ...(session === undefined ? {} : { session: session.argument }),
  }
}
