/** What clients are told about this server, by whichever revision they ask. */
import { type JsonObject, member } from '../lib/json.ts'
import type { Note } from './note.ts'
import { CACHE, HANDSHAKE_VERSIONS, MODERN_VERSIONS, SERVER_INFO_META_KEY } from './protocol.ts'

export interface Introduction {
  readonly serverInfo: { readonly name: string; readonly version: string; readonly title?: string }
  readonly capabilities: { readonly tools: JsonObject; readonly resources?: JsonObject }
  readonly instructions?: string
}

export interface Introduced {
  readonly name: string
  readonly version: string
  readonly title?: string
  /** Shown to the model with the handshake; what is over `MAX_INSTRUCTIONS` characters is cut. */
  readonly instructions?: string
  /** Whether there are resources beside the tools. */
  readonly servesResources?: boolean
}

/** Characters: clients cut at 2,048 without a word. */
const MAX_INSTRUCTIONS = 2_000

export function introduce(
  { name, version, title, instructions, servesResources }: Introduced,
  note: (note: Note) => void,
): Introduction {
  const text = cutInstructions(instructions, note)
  return {
    serverInfo: { name, version, ...(title === undefined ? {} : { title }) },
    capabilities: { tools: {}, ...(servesResources === true ? { resources: {} } : {}) },
    ...(text === undefined ? {} : { instructions: text }),
  }
}

/**
 * The answer to the handshake of the older revisions, in the version that the client asks for or in the newest of them.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#version-negotiation
 */
export function welcome({ serverInfo, capabilities, instructions }: Introduction, params: JsonObject): JsonObject {
  const asked = member(params, 'protocolVersion')
  return {
    protocolVersion: HANDSHAKE_VERSIONS.find((version) => version === asked) ?? HANDSHAKE_VERSIONS[0],
    capabilities,
    serverInfo,
    ...(instructions ? { instructions } : {}),
  }
}

/** The answer to `server/discover`. @see https://modelcontextprotocol.io/specification/2026-07-28/server/discover */
export function discovery({ capabilities, instructions }: Introduction): JsonObject {
  return { ...CACHE, supportedVersions: MODERN_VERSIONS, capabilities, ...(instructions ? { instructions } : {}) }
}

/** A result as the newer revisions have it: done, and from whom. */
export function signed({ serverInfo }: Introduction, result: object): object {
  return { resultType: 'complete', _meta: { [SERVER_INFO_META_KEY]: serverInfo }, ...result }
}

function cutInstructions(text: string | undefined, note: (note: Note) => void): string | undefined {
  const characters = [...(text ?? '')]
  if (characters.length <= MAX_INSTRUCTIONS) return text
  note({ kind: 'instructions-cut', characters: characters.length, limit: MAX_INSTRUCTIONS })
  return `${characters.slice(0, MAX_INSTRUCTIONS - 1).join('')}…`
}
