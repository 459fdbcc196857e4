/** The effects that the bridge needs, as arguments: a test or a dry run gives its own. */
import type { Result } from '../lib/result.ts'
import type { Checked } from '../problem/checked.ts'

/** The text of a profiles file or contract, and the absolute URL that it was read from. */
export interface Text {
  readonly uri: string
  readonly text: string
}

export interface ReadOptions {
  /** Decoded bytes at most. */
  readonly maxBytes: number
  readonly source: 'profile' | 'contract'
  /** The folder, as a URL with `/` at its end, that a file must really be in, symbolic links resolved. */
  readonly within?: string
}

/** Reads documents by absolute URL (`file:`, `https:`, loopback `http:`). */
export interface Documents {
  read(uri: string, options: ReadOptions): Promise<Checked<Text>>
}

/** Environment variables by name; an empty one counts as unset. */
export interface Environment {
  get(name: string): string | undefined
}

/** A file to which lines are only ever added. */
export interface AuditLog {
  /** The hash of the last entry that the file had when it was opened. */
  readonly last: string | undefined
  /**
   * Adds a line, its end included, in one piece; with `flush` it is on the disk when this resolves. Never rejects: the
   * error says for people why the line is not there.
   */
  append(line: string, flush: boolean): Promise<Result<undefined, string>>
  close(): Promise<void>
}
