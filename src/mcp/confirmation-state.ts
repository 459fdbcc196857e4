/** A call that a person was asked about → a state that the client brings back with their answer, good for that call once. */
import type { ServerContext } from '@modelcontextprotocol/server'
import { canonicalJson } from '../lib/canonical-json.ts'
import { sha256 } from '../lib/sha256.ts'
import type { Library } from './library.ts'
import type { CallParams } from './params.ts'

export interface ConfirmationStates {
  issue(params: CallParams, context: ServerContext): Promise<string>
  /** Whether it was issued here, for this tool and these arguments, not long ago; true only once. */
  redeem(state: string, params: CallParams, context: ServerContext): Promise<boolean>
}

interface Issued {
  readonly nonce: string
  /** Of the tool's name and the arguments. */
  readonly call: string
}

/** People take their time; what they saw should still be so. */
const LIFE_SECONDS = 600

/**
 * The state is signed with a key of this process. It holds no argument, and nothing of it is kept here until it is used.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr
 */
export function createConfirmationStates({ createRequestStateCodec }: Library): ConfirmationStates {
  const key = crypto.getRandomValues(new Uint8Array(32))
  const codec = createRequestStateCodec<Issued>({ key, ttlSeconds: LIFE_SECONDS })
  /** What was used, until it would be too old anyway: nonce → milliseconds. */
  const used = new Map<string, number>()

  return {
    issue: async (params, context) =>
      codec.mint({ nonce: crypto.randomUUID(), call: await fingerprint(params) }, context),
    redeem: async (state, params, context) => {
      const issued = await codec.verify(state, context).catch(() => undefined)
      if (issued === undefined || issued.call !== (await fingerprint(params))) return false
      for (const [nonce, until] of used) if (until < Date.now()) used.delete(nonce)
      if (used.has(issued.nonce)) return false
      used.set(issued.nonce, Date.now() + (LIFE_SECONDS + 1) * 1000)
      return true
    },
  }
}

function fingerprint({ name, arguments: args }: CallParams): Promise<string> {
  return sha256(canonicalJson([name, args]))
}
