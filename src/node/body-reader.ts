/** The chunks of a response body, perhaps compressed, to its decoded bytes up to a limit. */
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import type { Header } from '../upstream/model.ts'
import { gatherBytes } from './gathered-bytes.ts'

type Coding = 'gzip' | 'deflate' | 'br'

export interface BodyReader {
  /** Takes bytes off the wire; false asks to pause until `drained`. */
  write(chunk: Uint8Array): boolean
  /** The wire has no more. */
  end(): void
  /** Reports what is decoded by now as a cut body. */
  cut(): void
  /** Stops decoding; nothing is reported afterwards. */
  stop(): void
}

export interface BodyEvents {
  drained(): void
  /** The body, or its first `maxBytes` where it is longer: reported as soon as that is known. */
  done(body: Uint8Array, cut: boolean, early: boolean): void
  /** Sees decoded bytes as they come; true where no more are wanted, which is then reported as `early`. */
  readonly watch?: ((chunk: Uint8Array) => boolean) | undefined
  damaged(): void
}

/** More layers than this are an attack: nobody compresses twice by accident more than once. */
const MAX_CODINGS = 2

/** The codings to undo, outermost first, or undefined where one is unknown or they are too many. @see RFC 9110 section 8.4 */
export function contentCodings(headers: readonly Header[]): readonly Coding[] | undefined {
  const declared = headers.filter(isContentEncoding)
  if (declared.length === 0) return []
  const names = declared
    .flatMap(([, value]) => value.split(','))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
  const codings = names.flatMap((name) => CODINGS.get(name) ?? [])
  return codings.length === names.length && codings.length <= MAX_CODINGS ? codings.reverse() : undefined
}

function isContentEncoding(header: Header): boolean {
  return header[0] === 'content-encoding'
}

const CODINGS: ReadonlyMap<string, Coding> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
])

const DECODERS: Readonly<Record<Coding, (firstByte: number | undefined) => Transform>> = {
  gzip: () => createGunzip(PIECES),
  br: () => createBrotliDecompress(PIECES),
  // "deflate" means zlib; some servers send it bare, which its first byte gives away
  deflate: (firstByte) =>
    firstByte !== undefined && (firstByte & 0x0f) !== ZLIB_METHOD ? createInflateRaw(PIECES) : createInflate(PIECES),
}

const ZLIB_METHOD = 8

/** Each piece is a round trip to another thread: contracts of many megabytes would take thousands of the default size. */
const PIECES = { chunkSize: 65_536 } as const

/**
 * Counts decoded bytes while they arrive, so that a small bomb costs no more than the limit. `length` is how many are
 * announced to come off the wire, where that is known.
 */
export function createBodyReader(
  codings: readonly Coding[],
  maxBytes: number,
  events: BodyEvents,
  length?: number,
): BodyReader {
  let stages: readonly Transform[] | undefined
  const gathered = gatherBytes(codings.length === 0 && length !== undefined && length <= maxBytes ? length : 0)
  let over = false

  return {
    write: (chunk) => {
      if (over) return true
      if (codings.length === 0) {
        collect(chunk)
        return true
      }
      stages ??= connect(chunk[0])
      return stages[0]?.write(chunk) ?? true
    },
    end: () => {
      // an empty body is empty whatever its coding says: the answer to a HEAD, a 204, a 304
      if (stages === undefined) finish(false)
      else stages[0]?.end()
    },
    cut: () => finish(true),
    stop,
  }

  function connect(firstByte: number | undefined): readonly Transform[] {
    const created = codings.map((coding, index) => DECODERS[coding](index === 0 ? firstByte : undefined))
    for (const [index, stage] of created.entries()) {
      const next = created[index + 1]
      stage.on('error', fail)
      if (next === undefined) stage.on('data', collect).on('end', () => finish(false))
      else stage.pipe(next)
    }
    created[0]?.on('drain', () => {
      if (!over) events.drained()
    })
    return created
  }

  function collect(chunk: Uint8Array): void {
    if (over) return
    gathered.add(chunk)
    if (gathered.size() > maxBytes) finish(true)
    else if (events.watch?.(chunk) === true) finish(false, true)
  }

  function finish(cut: boolean, early = false): void {
    if (over) return
    stop()
    const whole = gathered.all()
    events.done(new Uint8Array(whole.buffer, whole.byteOffset, Math.min(whole.length, maxBytes)), cut, early)
  }

  function fail(): void {
    if (over) return
    stop()
    events.damaged()
  }

  function stop(): void {
    over = true
    for (const stage of stages ?? []) stage.destroy()
  }
}
