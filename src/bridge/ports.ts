/** The effects that the bridge needs, as arguments: a test or a dry run gives its own. */
import type { Checked } from '../problem/checked.ts'
import type { Upstream } from '../upstream/model.ts'

/** The text of a profiles file or contract, and the absolute URL that it was read from. */
export interface Text {
  readonly uri: string
  readonly text: string
}

/** Reads documents by absolute URL (`file:`, `https:`, loopback `http:`). */
export interface Documents {
  read(
    uri: string,
    options: { readonly maxBytes: number; readonly source: 'profile' | 'contract' },
  ): Promise<Checked<Text>>
}

/** Environment variables by name; an empty one counts as unset. */
export interface Environment {
  get(name: string): string | undefined
}

export interface Ports {
  readonly documents: Documents
  readonly environment: Environment
  readonly upstream: Upstream
}
