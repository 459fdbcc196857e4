/** A call that needs a person's word → a question to the client in the way of its era, and what came of it. */
import type { InputRequiredResult, ServerContext } from '@modelcontextprotocol/server'
import type { Confirm, Consent } from '../bridge/ports.ts'
import { isObject, member } from '../lib/json.ts'
import { type ConfirmationStates, createConfirmationStates } from './confirmation-state.ts'
import type { Library } from './library.ts'
import type { CallParams } from './params.ts'
import { CLIENT_CAPABILITIES_META_KEY, PROTOCOL_VERSION_META_KEY } from './protocol.ts'

/** The confirmation of one `tools/call`. */
export interface Confirmation {
  readonly confirm: Confirm
  /** What the client is to be answered where it has to ask and call again. */
  readonly pending: () => InputRequiredResult | undefined
}

export interface Confirmations {
  /** `capabilities` are those of the handshake; a request of 2026-07-28 says its own. */
  of(context: ServerContext, capabilities: unknown, params: CallParams): Confirmation
}

/** The name of the one question of a call. */
const QUESTION = 'confirm'

/** Milliseconds for which a client of the older revisions may leave a question open. */
const PATIENCE_MS = 300_000

/** By the action of the answer, which is the client's word; any other is no answer. */
const CONSENTS: ReadonlyMap<string, Consent> = new Map([
  ['accept', 'given'],
  ['decline', 'declined'],
  ['cancel', 'closed'],
])

/** @see https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation */
export function createConfirmations(library: Library): Confirmations {
  const states = createConfirmationStates(library)
  return {
    of: (context, capabilities, params) => {
      const { envelope } = context.mcpReq
      if (isObject(envelope) && member(envelope, PROTOCOL_VERSION_META_KEY) !== undefined) {
        return asksLater(context, member(envelope, CLIENT_CAPABILITIES_META_KEY), params, states, library)
      }
      return { confirm: asksNow(context, capabilities), pending: () => undefined }
    },
  }
}

/** The older revisions: the server sends a request of its own and waits. */
function asksNow(context: ServerContext, capabilities: unknown): Confirm {
  return async (question, signal) => {
    if (!canAsk(capabilities)) return 'unavailable'
    const asking = new AbortController()
    const abandon = (): void => asking.abort()
    if (signal.aborted) abandon()
    signal.addEventListener('abort', abandon)
    try {
      const { action } = await context.mcpReq.send(
        { method: 'elicitation/create', params: form(question) },
        { signal: asking.signal, timeout: PATIENCE_MS },
      )
      return CONSENTS.get(action) ?? 'unanswered'
    } catch {
      return 'unanswered'
    } finally {
      signal.removeEventListener('abort', abandon)
    }
  }
}

/** 2026-07-28: the client is told what to ask, and calls again with the answer. */
function asksLater(
  context: ServerContext,
  capabilities: unknown,
  params: CallParams,
  states: ConfirmationStates,
  { inputRequired, inputResponse }: Library,
): Confirmation {
  let result: InputRequiredResult | undefined
  const ask = async (question: string): Promise<Consent> => {
    result = inputRequired({
      inputRequests: { [QUESTION]: inputRequired.elicit(form(question)) },
      requestState: await states.issue(params, context),
    })
    return 'pending'
  }
  return {
    pending: () => result,
    confirm: async (question) => {
      if (!canAsk(capabilities)) return 'unavailable'
      const state = context.mcpReq.requestState<string>()
      if (state === undefined) return ask(question)
      if (!(await states.redeem(state, params, context))) return 'stale'
      const answer = inputResponse(context.mcpReq.inputResponses, QUESTION)
      return (answer.kind === 'elicit' ? CONSENTS.get(answer.action) : undefined) ?? 'unanswered'
    },
  }
}

/** A form without fields: to accept it is the yes. */
function form(message: string) {
  return { message, requestedSchema: { type: 'object' as const, properties: {} } }
}

/** A capability without modes means forms. */
function canAsk(capabilities: unknown): boolean {
  const asking = isObject(capabilities) ? member(capabilities, 'elicitation') : undefined
  return isObject(asking) && (isObject(member(asking, 'form')) || member(asking, 'url') === undefined)
}
