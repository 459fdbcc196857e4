/** A difference from the lock → words. */
import { wordDiff } from '../../lib/word-diff.ts'
import type { ChangedThing, LockChange } from '../lock-change.ts'
import { quote } from './phrases.ts'

/** One line without a full stop. What is foreign in it is as it is: escape it for a terminal. */
export function changeText(change: LockChange): string {
  const { thing, from, to } = change
  if (thing === 'property') return propertyText(change)
  if (thing === 'structure') return NOUNS.structure
  const rewritten = rewrittenText(change)
  if (rewritten !== undefined) return `${rewritten.subject}: ${wordDiff(rewritten.from, rewritten.to).text}`
  const subject = subjectOf(change)
  if (from === undefined) return `${subject}${to === undefined || to === '' ? '' : ` ${shown(to)}`} is new`
  if (to === undefined) return `${subject}${from === '' ? '' : ` ${shown(from)}`} is gone`
  const start = Math.max(0, firstDifference(from, to) - BEFORE)
  return `${subject} is now ${shown(to, start)}, it was ${shown(from, start)}`
}

/** A change of prose in its parts, for those who show it word by word in their own way; undefined for any other. */
export function rewrittenText(change: LockChange): { subject: string; from: string; to: string } | undefined {
  if (!TEXTS.has(change.thing)) return undefined
  return { subject: subjectOf(change), from: change.from ?? '', to: change.to ?? '' }
}

function subjectOf({ thing, path, name }: LockChange): string {
  const noun = NOUNS[thing]
  return `${path.length === 0 ? '' : `${argument(path)}: `}${name === undefined ? noun : `${noun} "${name}"`}`
}

/**
 * The same without what was written: what a changed contract says may go to a client, and on to its model, only after
 * somebody has approved it.
 */
export function changeSummary(change: LockChange): string {
  const { thing, path, name, from, to } = change
  if (thing === 'structure' || thing === 'property' || SHORT.has(thing)) return changeText(change)
  const noun = `${path.length === 0 ? '' : `${argument(path)}: `}${NOUNS[thing]}`
  const named = thing === 'constraint' && name !== undefined ? `${noun} "${name}"` : noun
  return `${named} ${from === undefined ? 'is new' : to === undefined ? 'is gone' : 'changed'}`
}

/** Values that have no room for prose. */
const SHORT: ReadonlySet<ChangedThing> = new Set([
  ...(['method', 'path', 'server', 'base-url', 'access', 'required', 'type', 'place', 'media-type'] as const),
])

function propertyText({ path, from, to }: LockChange): string {
  if (to === undefined) return `${argument(path)} is gone`
  return from === undefined ? `${argument(path)} is new (${to})` : `${argument(path)} is now ${to}, it was ${from}`
}

/** `argument "customer.lines[].id"` */
function argument(path: readonly string[]): string {
  return `argument "${path.join('.').replaceAll('.[]', '[]')}"`
}

const LONGEST = 200

/** A long text from `start` on, where it begins to differ from the other one. */
function shown(text: string, start = 0): string {
  if (text.length <= LONGEST) return text
  const rest = text.slice(start)
  return `${start === 0 ? '' : '…'}${rest.length <= LONGEST ? rest : `${rest.slice(0, LONGEST)}…`}`
}

/** Characters that both have before what differs. */
const BEFORE = 40

function firstDifference(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  return at
}

const TEXTS: ReadonlySet<ChangedThing> = new Set([
  ...([
    'summary',
    'description',
    'title',
    'body-description',
    'tool-title',
    'tool-description',
    'instructions',
  ] as const),
])

const NOUNS: Readonly<Record<ChangedThing, string>> = {
  profile: 'profile',
  upstream: 'upstream',
  'base-url': 'base URL',
  'permitted-server': 'permitted server',
  auth: 'credential of the profile',
  operation: 'operation',
  method: 'method',
  path: 'path',
  server: 'server',
  access: 'access',
  security: 'security requirement',
  credential: 'credential that is sent',
  scope: 'required scope',
  deprecated: 'deprecation',
  summary: 'summary',
  description: 'description',
  title: 'title',
  property: 'argument',
  required: 'whether it is required',
  place: 'place in the request',
  style: 'way of writing it',
  type: 'type',
  value: 'value',
  constraint: 'constraint',
  variant: 'variant',
  default: 'default',
  body: 'request body',
  'body-required': 'whether the body is required',
  'body-description': 'description of the body',
  'media-type': 'media type of the body',
  'tool-name': 'name of the tool',
  'tool-title': 'title of the tool',
  'tool-description': 'description of the tool',
  annotation: 'annotation',
  'fixed-argument': 'fixed argument',
  rule: 'rule',
  grant: 'grant',
  permission: 'required permission',
  folder: 'folder of this machine',
  instructions: 'instructions to the model',
  structure: 'its schemas are put together in another way',
}

/** What differs, by the names of the upstream, empty where it stands alone, and of the operation; `named` marks the latter. */
export function differenceSubject(
  { upstream, operation }: { readonly upstream: string; readonly operation: string | undefined },
  named = (name: string): string => name,
): string {
  if (operation !== undefined) return `${upstream === '' ? '' : `${upstream}: `}${named(operation)}`
  return upstream === '' ? 'the profile' : `the upstream ${quote(upstream)}`
}
