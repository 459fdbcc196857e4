/** A transport and a check under way to an MCP server of both protocol eras, and to the reason for which it closed. */

import { createAnswers } from './answers.ts'
import { createCalls } from './calls.ts'
import { answerDirectly } from './direct-answers.ts'
import { type Introduced, introduce } from './introduction.ts'
import { createLateLibrary } from './late-library.ts'
import { connectLibrary } from './library-server.ts'
import { type Serving, superviseServing } from './lifecycle.ts'
import type { Note } from './note.ts'
import { createReadiness, type Ready } from './readiness.ts'
import type { StdioTransport } from './stdio.ts'

export type { Serving }

export interface ServeOptions extends Introduced {
  readonly transport: StdioTransport
  /** The check under way. A rejection is a bug and rejects `closed` as well. */
  readonly ready: Promise<Ready>
  readonly note: (note: Note) => void
}

/**
 * Starts to serve at once: the handshake needs no check, `tools/list` and `tools/call` wait for it.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning
 */
export function serve(options: ServeOptions): Serving {
  const { transport, ready, note } = options
  const readiness = createReadiness(ready)
  const calls = createCalls(note)
  const introduction = introduce(options, note)
  const { close } = answerDirectly(transport, createAnswers(introduction, readiness, calls), (opening) =>
    createLateLibrary(transport, opening, (late) => connectLibrary({ introduction, readiness, calls, note }, late)),
  )
  return superviseServing({ transport, ready, readiness, calls, close })
}
