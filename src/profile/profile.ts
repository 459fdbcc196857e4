/** One profile of the file to its model, with every default explicit. */
import { isObject, member } from '../lib/json.ts'
import type { JsonPointer } from '../lib/pointer.ts'
import { auth } from './credential.ts'
import { LIMITS, TOOL_NAME_MODES } from './grammar.ts'
import type { Auth, Limits, OpenApiUpstream, Profile } from './model.ts'
import { permissionName } from './permission.ts'
import { list, number, object, oneOf, optional, type Place, type Read, required, text } from './reader.ts'
import { toolEntries } from './tool-entry.ts'
import { baseUrl, contractUrl } from './url.ts'

/** Reads a profile of the file `root` at `uri`; its name is the key that it stands under. */
export function profile(root: Place, uri: string): Read<Profile> {
  const permission = permissionName(root)
  const upstream = openApiUpstream(uri)
  return (place) => {
    const { pointer, key: id, value } = place
    const toolNames = isObject(value) && member(value, 'toolNames') === 'exact' ? 'exact' : 'safe'
    const read = object({
      title: optional(text),
      instructions: optional(text),
      upstream: required(upstream),
      auth: optional(auth),
      grants: optional(list(permission)),
      tools: required(toolEntries({ profile: id, toolNames, permission })),
      toolNames: optional(oneOf(TOOL_NAME_MODES)),
      limits: optional(limits),
    })(place)
    return (
      read && {
        grants: [],
        auth: noAuth(pointer),
        ...read,
        limits: { ...DEFAULT_LIMITS, ...read.limits },
        toolNames,
        id,
        pointer,
      }
    )
  }
}

/** Nothing is sent where the profile gives no credential; what the contract then lacks is found by the check. */
function noAuth(pointer: JsonPointer): Auth {
  return { kind: 'single', credential: { type: 'none', applies: 'declared', pointer } }
}

function openApiUpstream(uri: string): Read<OpenApiUpstream> {
  const upstream = object({
    kind: required(oneOf(['openapi'])),
    contract: required(contractUrl(uri)),
    baseUrl: optional(baseUrl),
    servers: optional(list(baseUrl)),
  })
  return (place) => {
    const read = upstream(place)
    return read && { servers: [], ...read }
  }
}

const limits = object({
  timeoutSeconds: optional(number(LIMITS.timeoutSeconds)),
  responseBytes: optional(number(LIMITS.responseBytes)),
  resultCharacters: optional(number(LIMITS.resultCharacters)),
  concurrency: optional(number(LIMITS.concurrency)),
  contractBytes: optional(number(LIMITS.contractBytes)),
})

const DEFAULT_LIMITS: Limits = {
  timeoutSeconds: LIMITS.timeoutSeconds.default,
  responseBytes: LIMITS.responseBytes.default,
  resultCharacters: LIMITS.resultCharacters.default,
  concurrency: LIMITS.concurrency.default,
  contractBytes: LIMITS.contractBytes.default,
}
