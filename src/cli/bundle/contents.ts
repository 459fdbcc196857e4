/** One profile of a profiles file → that file for it alone, with the documents that it needs beside it. */
import { extname } from 'node:path'
import type { Documents } from '../../bridge/ports.ts'
import { editJson } from '../../lib/edit-json.ts'
import { decodeUtf8, encodeUtf8 } from '../../lib/utf8.ts'
import { lockUriOf } from '../../plan/lock/lock-uri.ts'
import { type Checked, pass } from '../../problem/checked.ts'
import type { Profile } from '../../profile/model.ts'

export const PROFILES_NAME = 'agent-profiles.json'

/** Texts by their paths in the bundle. */
export type Texts = ReadonlyMap<string, string>

/** `uri` is the profiles file's. Contracts that are files come along; others are fetched where the bundle runs. */
export async function contentsOf(profile: Profile, uri: string, documents: Documents): Promise<Checked<Texts>> {
  const { limits, upstreams, lock } = profile
  const file = await documents.read(uri, { maxBytes: PROFILES_BYTES, source: 'profile' })
  if (!file.ok) return file
  const texts = new Map<string, string>()
  let text = decodeUtf8(file.value.bytes)
  for (const { name, kind, contract } of upstreams.values()) {
    if (kind !== 'openapi' || !contract.startsWith('file:')) continue
    const read = await documents.read(contract, { maxBytes: limits.contractBytes, source: 'contract' })
    if (!read.ok) return read
    const path = `contract${name === '' ? '' : `-${name}`}${extname(new URL(contract).pathname)}`
    texts.set(path, decodeUtf8(read.value.bytes))
    const place = name === '' ? ['upstream'] : ['upstreams', name]
    text = editJson(text, ['profiles', profile.id, ...place, 'contract'], `./${path}`)
  }
  if (lock !== undefined) {
    const read = await documents.read(lockUriOf(uri), { maxBytes: LOCK_BYTES, source: 'lock' })
    if (!read.ok) return read
    texts.set(lockUriOf(`file:///${PROFILES_NAME}`).slice('file:///'.length), decodeUtf8(read.value.bytes))
  }
  texts.set(PROFILES_NAME, alone(text, profile.id))
  return pass(texts)
}

const PROFILES_BYTES = 4 * 1024 * 1024
const LOCK_BYTES = 256 * 1024 * 1024

/** The file with this profile only, and without what points elsewhere. */
function alone(text: string, id: string): string {
  const { profiles, ...head }: { profiles: object } = JSON.parse(text.replace(/^\ufeff/, ''))
  const gone = [
    ...Object.keys(profiles)
      .filter((one) => one !== id)
      .map((one) => ['profiles', one]),
    ...['$schema', 'defaultProfile'].filter((one) => Object.hasOwn(head, one)).map((one) => [one]),
  ]
  return gone.reduce((edited, path) => editJson(edited, path, undefined), text)
}

/** Reads what is in the bundle at `file:///…`, as it will be where that is unpacked; anything else as ever. */
export function readingFrom(texts: Texts, documents: Documents): Documents {
  return {
    read: async (uri, options) => {
      const text = texts.get(uri.slice('file:///'.length))
      return text === undefined ? documents.read(uri, options) : pass({ uri, bytes: encodeUtf8(text) })
    },
  }
}
