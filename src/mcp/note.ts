/** What the server has to say on the side (stderr), as facts and as text. Nothing of what a client or an upstream wrote is in it. */

export type Note =
  | { readonly kind: 'line-ignored'; readonly because: IgnoredBecause }
  | { readonly kind: 'instructions-cut'; readonly characters: number; readonly limit: number }
  | { readonly kind: 'call-threw'; readonly tool: string; readonly error: string }
  | { readonly kind: 'library-error'; readonly error: string }

export type IgnoredBecause = 'not-utf8' | 'not-json' | 'batch' | 'not-json-rpc' | 'no-usable-id'

const IGNORED: Readonly<Record<IgnoredBecause, string>> = {
  'not-utf8': 'it is not UTF-8',
  'not-json': 'it is not JSON',
  batch: 'it is a batch, which MCP does not have',
  'not-json-rpc': 'it is not a JSON-RPC 2.0 message',
  'no-usable-id': 'it is no valid request and has no id to answer to',
}

const TEXTS: { readonly [K in Note['kind']]: (note: Extract<Note, { kind: K }>) => string } = {
  'line-ignored': (note) => `ignored a line of input: ${IGNORED[note.because]}`,
  'instructions-cut': (note) =>
    `the profile's instructions have ${note.characters} characters; clients get the first ${note.limit}`,
  'call-threw': (note) => `a call of ${note.tool} failed with an internal error (${note.error})`,
  'library-error': (note) => `the MCP library reported an error (${note.error})`,
}

/** One line of plain English, without a line end. */
export function noteText(note: Note): string {
  // each text takes the note of its own kind, which the compiler can't follow through the lookup
  const text = TEXTS[note.kind] as (note: Note) => string
  return text(note)
}

/** The class of an exception: all of it that may be shown, since its message can quote anything. */
export function errorName(error: unknown): string {
  return error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : typeof error
}
