/** The calls of a bridge → entries of its audit log, the first of each written before anything is sent. */
import { canonicalJson } from '../lib/canonical-json.ts'
import type { JsonObject } from '../lib/json.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem, sentOf } from '../problem/problem.ts'
import type { Tool } from '../tool/model.ts'
import type { UpstreamRequest } from '../upstream/model.ts'
import { type AuditChainOptions, createAuditChain } from './audit-chain.ts'
import type { AuditEntry } from './audit-line.ts'
import type { CallOutcome } from './bridge.ts'
import type { SessionValues } from './session-state.ts'

/** What is recorded of one call. */
export interface CallRecord {
  /**
   * Passes when the log says that this request is about to be sent, or that a tool that sends none begins; refused
   * where it can't.
   */
  started(request?: UpstreamRequest): Promise<Checked<undefined>>
  /** How it ended; a call that was never started was denied. Undefined: with an exception. */
  ended(outcome: CallOutcome | undefined): Promise<void>
}

/** A tool that calls no operation has no plan, and sends nothing. */
type Recorded = Pick<Tool, 'name'> & Partial<Pick<Tool, 'planned'>>

export interface AuditTrail {
  call(tool: Recorded, args: JsonObject): CallRecord
  /** Somebody asked for a tool that there is not. */
  denied(tool: string, args: JsonObject): Promise<void>
  /** Waits for calls that are about to end, and ends the log. Refused where that can't be written. */
  close(): Promise<Checked<undefined>>
}

export interface AuditOptions extends AuditChainOptions {
  /** The log's URL, for problems. */
  readonly uri: string
  /** A text → 16 hex digits that nobody without this installation's key can make. */
  readonly fingerprint: (text: string) => string
  readonly redact: (text: string) => string
}

/** Milliseconds that calls under way get to be recorded when the log is closed. */
const SETTLE_MS = 250

/** Begins the log of this process. */
export async function openAudit(options: AuditOptions): Promise<Checked<AuditTrail>> {
  const { uri, now, log, redact } = options
  const chain = createAuditChain(options)
  const running = new Set<Promise<void>>()
  const unavailable = (detail: string) => refuse(problem('AUDIT_UNAVAILABLE', { source: 'audit', uri }, { detail }))

  const opened = await chain.append({ status: 'opened' })
  if (!opened.ok) {
    await log.close()
    return unavailable(opened.error)
  }
  return pass({ call, denied, close })

  function call(tool: Recorded, args: JsonObject): CallRecord {
    const facts = { ...factsOfTool(tool), ...factsOfArguments(args, options) }
    const began = now()
    let startedAt: number | undefined
    let finish = (): void => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    running.add(finished)
    return {
      started: async (request) => {
        const written = await chain.append({ ...facts, ...idempotencyKeyOf(tool, request), status: 'started' })
        if (!written.ok) return unavailable(written.error)
        startedAt = written.value
        return pass(undefined)
      },
      ended: async (outcome) => {
        const durationMs = Math.max(0, now() - began)
        const end = { ...endOf(outcome, startedAt !== undefined, redact), ...(tool.planned ? {} : NOTHING_SENT) }
        // what waits for a yes is recorded when that, or a no, comes with the same call
        if (outcome?.problem?.code !== 'CALL_AWAITS_CONFIRMATION')
          await chain.append({ ...facts, ...end, durationMs }, startedAt)
        running.delete(finished)
        finish()
      },
    }
  }

  async function denied(tool: string, args: JsonObject): Promise<void> {
    const facts = factsOfArguments(args, options)
    await chain.append({ status: 'denied', tool: redact(tool), ...facts, sent: 'no', problem: 'TOOL_UNKNOWN' })
  }

  async function close(): Promise<Checked<undefined>> {
    await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, SETTLE_MS))])
    const closed = await chain.append({ status: 'closed' })
    await log.close()
    return closed.ok ? pass(undefined) : unavailable(closed.error)
  }
}

/** No log was asked for. */
export const NO_AUDIT: AuditTrail = {
  call: () => UNRECORDED,
  denied: async () => {},
  close: async () => pass(undefined),
}

const DONE = Promise.resolve()
const PASSED = Promise.resolve(pass(undefined))
const UNRECORDED: CallRecord = { started: () => PASSED, ended: () => DONE }

const NOTHING_SENT = { sent: 'no' } as const

function factsOfTool({ name, planned }: Recorded): Partial<AuditEntry> {
  if (planned === undefined) return { tool: name }
  const { entry, access, base, operation } = planned
  return {
    tool: name,
    ...(entry.upstream === '' ? {} : { upstream: entry.upstream }),
    operation: entry.operation,
    access,
    permissions: entry.requires,
    target: `${operation.method} ${base.origin}${base.path}${operation.path}`,
  }
}

/** Whole names are redacted, before any is cut: half a secret is not recognised. */
function factsOfArguments(args: JsonObject, { fingerprint, redact }: AuditOptions): Partial<AuditEntry> {
  return { arguments: Object.keys(args).map(redact), argumentsDigest: fingerprint(canonicalJson(args)) }
}

/** Only one that the bridge made up itself: as an argument it would be a value of the caller's. */
function idempotencyKeyOf({ planned }: Recorded, request: UpstreamRequest | undefined): Partial<AuditEntry> {
  const [, key] = request?.headers.find(([name]) => name.toLowerCase() === 'idempotency-key') ?? []
  return key === undefined || planned?.entry.idempotencyKey !== true ? {} : { idempotencyKey: key }
}

function redactValues(values: SessionValues, redact: AuditOptions['redact']): SessionValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [redact(name), redact(value)]))
}

function endOf(outcome: CallOutcome | undefined, started: boolean, redact: AuditOptions['redact']): AuditEntry {
  if (outcome === undefined) return { status: 'error', problem: 'INTERNAL', sent: started ? 'unknown' : 'no' }
  const { status, problem: found, requestId, isError, denied, session } = outcome
  const refused =
    found === undefined
      ? denied === true || status === 401 || status === 403
      : !started || found.code === 'SCOPE_NOT_GRANTED'
  return {
    status: refused ? 'denied' : isError ? 'error' : 'success',
    ...(status === undefined ? {} : { httpStatus: status }),
    ...(requestId === undefined ? {} : { requestId: redact(requestId) }),
    ...(session === undefined ? {} : { session: redactValues(session, redact) }),
    ...(found === undefined ? {} : { problem: found.code }),
    sent: found === undefined ? 'yes' : sentOf(found),
  }
}
