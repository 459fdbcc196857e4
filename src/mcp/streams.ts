/** The two byte streams of a stdio connection, as much of them as the transport needs. */

/** Where messages come from; a Node `Readable` that was given no encoding is one. */
export interface Input {
  readonly readableEnded?: boolean
  readonly destroyed?: boolean
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  on(event: 'end' | 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  pause(): unknown
  resume(): unknown
}

/** Where messages go; a Node `Writable` is one. */
export interface Output {
  readonly destroyed?: boolean
  on(event: 'drain' | 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  /** False when the caller should wait for `drain`; `written` runs when the text was handed over or lost. */
  write(text: string, written: () => void): boolean
}
