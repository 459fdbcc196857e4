/** An audit entry → one line of ASCII under 4 KB that carries its own hash, and such a line → what a proof needs of it. */
import { isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import type { Sent } from '../problem/problem.ts'

/** `opened` and `closed` are of the process; a call is `started`, then one of the others, or at once `denied`. */
export type AuditStatus = 'opened' | 'closed' | 'started' | 'success' | 'denied' | 'error'

/** What happened: names, and no values but those that the profile names for it. */
export interface AuditEntry {
  readonly status: AuditStatus
  readonly tool?: string
  /** By its name; absent where a profile has only one, without a name. */
  readonly upstream?: string
  /** The allowlist entry's reference as written. */
  readonly operation?: string
  readonly access?: string
  /** Permissions that the tool requires. */
  readonly permissions?: readonly string[]
  /** Method, origin and path template. */
  readonly target?: string
  readonly httpStatus?: number
  readonly durationMs?: number
  /** As the upstream names the request. */
  readonly requestId?: string
  readonly sent?: Sent
  /** The code of the problem that stood in the way. */
  readonly problem?: string
  /** Names of the arguments given. */
  readonly arguments?: readonly string[]
  /** Tells equal arguments from others, and nothing else about them. */
  readonly argumentsDigest?: string
  readonly idempotencyKey?: string
  /** What the session was set to, by the argument that the profile names as the session's. */
  readonly session?: Readonly<Record<string, string>>
}

/** The place of a line in the log. */
export interface AuditPlace {
  /** One process: its lines are a chain of their own, since several processes may share a file. */
  readonly run: string
  /** From 0 in its run. */
  readonly seq: number
  /** The `seq` of the line that started the call. */
  readonly call?: number
  /** RFC 3339, UTC. */
  readonly time: string
  readonly profile: string
  /** The hash of the line before it in its run; for the first, of the file's last line when the process began. */
  readonly previous: string | null
}

/** Bytes of a line without its end. Below a page, so that no file system splits a write of it. */
const MAX_LINE_BYTES = 4000

/** UTF-16 code units of one text, where all of them fit into the line. */
const LONGEST_TEXT = 256

/** The line without its end, and its hash: SHA-256 of the line as it is without the `hash` member. */
export function writeAuditLine(
  entry: AuditEntry,
  place: AuditPlace,
  sha256: (text: string) => string,
): { readonly line: string; readonly hash: string } {
  const body = fitted(entry, place)
  const hash = sha256(body)
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash }
}

function fitted(entry: AuditEntry, { profile, previous, ...place }: AuditPlace): string {
  for (let longest = LONGEST_TEXT; ; longest /= 2) {
    const short = (text: string) => cutText(text, longest)
    const facts = Object.entries(entry).map(([name, value]): [string, unknown] => [name, cut(value, longest)])
    const body = ascii(JSON.stringify({ ...place, profile: short(profile), ...Object.fromEntries(facts), previous }))
    if (body.length <= MAX_LINE_BYTES) return body
  }
}

function cut(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return cutText(value, longest)
  if (!Array.isArray(value)) return isTexts(value) ? cutTexts(value, longest) : value
  const most = longest / 4
  const texts = value.map((text) => cutText(String(text), longest))
  return texts.length <= most ? texts : [...texts.slice(0, most), `…+${texts.length - most}`]
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null
}

function cutTexts(texts: Readonly<Record<string, string>>, longest: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [cutText(name, longest), cutText(text, longest)]),
  )
}

function cutText(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

/**
 * So that no byte of it acts on a terminal, ends a line or depends on an encoding; nor would a shell run any of it, wherever
 * somebody's profile had the log written.
 */
function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]|[$`]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A line as it was found. */
export interface FoundLine extends Pick<AuditPlace, 'run' | 'seq' | 'call' | 'profile' | 'previous'> {
  readonly status: string
  readonly hash: string
  /** What the hash is of. */
  readonly body: string
}

/** Undefined where a text is no audit line. Whether the hash is right is for the caller to see. */
export function readAuditLine(text: string): FoundLine | undefined {
  const [, head, hash] = LINE.exec(text) ?? []
  const value = head === undefined ? undefined : parse(`${head}}`)
  if (head === undefined || hash === undefined || value === undefined) return undefined
  const run = member(value, 'run')
  const seq = member(value, 'seq')
  const status = member(value, 'status')
  const previous = member(value, 'previous')
  const profile = member(value, 'profile')
  const call = member(value, 'call')
  if (typeof run !== 'string' || typeof seq !== 'number' || typeof status !== 'string') return undefined
  if (typeof profile !== 'string' || (typeof previous !== 'string' && previous !== null)) return undefined
  return { run, seq, status, profile, previous, hash, body: `${head}}`, ...(typeof call === 'number' ? { call } : {}) }
}

const LINE = /^(\{[\x20-\x7e]+),"hash":"([0-9a-f]{64})"\}$/

function parse(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
