/** Texts to stdout and stderr: coloured for people only, and silent where nobody reads any more. */

export interface Output {
  /** Writes text as it is; printable form and line ends are the caller's. */
  write(text: string): void
  /** Whether escape codes for colour are welcome. */
  readonly colour: boolean
  /** Whether a person looks on: for progress and questions. */
  readonly interactive: boolean
  /** Width in characters; 80 where nobody knows. */
  readonly columns: number
  /** Resolves when what was written has left, or can't any more. */
  flush(): Promise<void>
}

export interface Terminal {
  readonly out: Output
  readonly err: Output
}

/** What is used of a `tty.WriteStream`, a pipe or a file. */
export interface TextStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string, written: (error?: Error | null) => void): boolean
  on(event: 'error', listener: () => void): unknown
}

export function createTerminal(
  streams: { readonly stdout: TextStream; readonly stderr: TextStream } = process,
  variables: NodeJS.ProcessEnv = process.env,
): Terminal {
  const colour = colourIn(variables)
  return { out: createOutput(streams.stdout, colour), err: createOutput(streams.stderr, colour) }
}

/** Undefined where the environment says nothing. @see https://no-color.org and https://force-color.org */
function colourIn({ NO_COLOR = '', FORCE_COLOR = '', TERM }: NodeJS.ProcessEnv): boolean | undefined {
  if (NO_COLOR !== '') return false
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return TERM === 'dumb' ? false : undefined
}

/** `colour` undefined: where a person looks on. */
function createOutput(stream: TextStream, colour: boolean | undefined): Output {
  let gone = false
  const pending = new Set<Promise<void>>()
  // `bridge tools | head`: the reader has left, which is no failure of ours (EPIPE)
  stream.on('error', () => {
    gone = true
  })
  const interactive = stream.isTTY === true
  return {
    write: (text) => {
      if (gone) return
      const written = new Promise<void>((resolve) => {
        stream.write(text, () => resolve())
      })
      pending.add(written)
      void written.then(() => pending.delete(written))
    },
    colour: colour ?? interactive,
    interactive,
    get columns() {
      return stream.columns ?? 80
    },
    flush: async () => {
      await Promise.all(pending)
    },
  }
}
