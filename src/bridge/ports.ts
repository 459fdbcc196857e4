/** The effects that the bridge needs, as arguments: a test or a dry run gives its own. */
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
