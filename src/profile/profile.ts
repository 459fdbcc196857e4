/** One profile of the file to its model, with every default explicit. */
import { isObject, member } from '../lib/json.ts'
import { auth } from './credential.ts'
import { LOCK_MODES, TOOL_NAME_MODES } from './grammar.ts'
import { reportMisplaced, resources } from './hosted.ts'
import { DEFAULT_LIMITS, limits, rateLimit } from './limits.ts'
import type { LocalFolders, Profile } from './model.ts'
import { permissionName } from './permission.ts'
import { flag, list, object, oneOf, optional, type Place, type Read, required, visibleText } from './reader.ts'
import { toolEntries } from './tool-entry.ts'
import { onlyUpstream } from './upstream.ts'
import { reportUnused, upstreamReference } from './upstream-reference.ts'
import { reportForms, upstreamsByName, upstreamsOf } from './upstreams.ts'
import { fileUrl, folderUrl } from './url.ts'

/** Reads a profile of the file `root` at `uri`; its name is the key that it stands under. */
export function profile(root: Place, uri: string): Read<Profile> {
  const permission = permissionName(root)
  const upstream = onlyUpstream(uri)
  const upstreams = upstreamsByName(uri)
  const files = localFolders(uri)
  const audit = object({ file: required(fileUrl(uri)) })
  return (place) => {
    const { pointer, key: id, value } = place
    const toolNames = isObject(value) && member(value, 'toolNames') === 'exact' ? 'exact' : 'safe'
    const belongsTo = upstreamReference(place)
    reportForms(place)
    const read = object({
      title: optional(visibleText),
      instructions: optional(visibleText),
      upstream: optional(upstream),
      upstreams: optional(upstreams),
      auth: optional(auth),
      grants: optional(list(permission)),
      tools: required(toolEntries({ profile: id, toolNames, permission, belongsTo })),
      resources: optional(resources(belongsTo)),
      toolNames: optional(oneOf(TOOL_NAME_MODES)),
      limits: optional(limits),
      rateLimit: optional(rateLimit),
      outputSchema: optional(flag),
      continuation: optional(flag),
      files: optional(files),
      audit: optional(audit),
      lock: optional(oneOf(LOCK_MODES)),
    })(place)
    if (read === undefined) return undefined
    const { upstream: _only, upstreams: _named, auth: _auth, rateLimit: _rate, ...rest } = read
    const known = upstreamsOf(place, read)
    if (known === undefined) return undefined
    reportMisplaced(place, known)
    reportUnused(place)
    return { grants: [], limits: DEFAULT_LIMITS, ...rest, upstreams: known, toolNames, id, pointer }
  }
}

function localFolders(uri: string): Read<LocalFolders> {
  const folders = object({ save: optional(folderUrl(uri)), read: optional(list(folderUrl(uri))) })
  return (place) => {
    const read = folders(place)
    return read && { read: [], ...read }
  }
}
