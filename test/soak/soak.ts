/** A seed and a number of calls → everything that a bridge did wrong among faults, which is to be nothing. */

import { FAULTS, type FaultName, faultNamed, type Sent } from './faults.ts'
import { createLeakScan } from './leak-scan.ts'
import { pipeBridge } from './pipes.ts'
import { createRandom, type Random } from './random.ts'
import { REFUSING, startToxicUpstream, type ToxicUpstream } from './toxic-upstream.ts'

export interface SoakReport {
  readonly seed: number
  readonly calls: number
  readonly answers: number
  readonly cancelled: number
  readonly inFlight: number
  /** How often each fault was asked for. */
  readonly kinds: Readonly<Record<string, number>>
  /** In words, a few of each sort; empty where all went well. */
  readonly wrong: readonly string[]
  /** MiB and descriptors, each at the end of the first and of the last quarter, and descriptors when all was quiet. */
  readonly memory: readonly [number, number] | undefined
  readonly descriptors: readonly [number, number] | undefined
  readonly exit: number | string
  readonly milliseconds: number
}

export interface SoakOptions {
  readonly seed: number
  readonly calls: number
  /** Gives the path of a profiles file with this text. */
  readonly write: (text: string) => Promise<string>
  /** What is run instead of the bridge. */
  readonly program?: string
}

/** Characters that look different in every encoding. */
const TOKEN = 'kY7+q/Zr=9vW.x3_Tn-fake~Hb5uJm2'

const IN_FLIGHT = 64
/** No answer for so long means that there is none. */
const PATIENCE_MS = 30_000

type Kind =
  | FaultName
  | 'refused'
  | 'reset at once'
  | 'cancelled at once'
  | 'cancelled later'
  | 'not listed'
  | 'not valid'

interface Call {
  readonly kind: Kind
  readonly write: boolean
  readonly nonce: string
}

const OTHERS = ['refused', 'reset at once', 'cancelled at once', 'cancelled later', 'not listed', 'not valid'] as const
const KINDS: readonly Kind[] = [...(Object.keys(FAULTS) as FaultName[]), ...OTHERS] // the keys of a literal are its names

export async function soak({ seed, calls, write, program }: SoakOptions): Promise<SoakReport> {
  const started = performance.now()
  const random = createRandom(seed)
  const upstream = await startToxicUpstream()
  const wrong = new Map<string, string[]>()
  const complain = (sort: string, what = ''): void => {
    wrong.set(sort, [...(wrong.get(sort) ?? []), what].slice(-5))
  }
  const open = new Map<number, Call>()
  const cancelledCalls = new Map<number, Call>()
  const kinds: Record<string, number> = {}
  const samples: { memory: number; descriptors: number }[] = []
  const scan = createLeakScan([TOKEN])
  let made = 0
  let answers = 0
  let inFlight = 0
  let done: () => void = () => {}
  const all = new Promise<void>((resolve) => {
    done = resolve
  })
  const lookOut = (where: string, text: string): void => {
    const leak = scan(text)
    if (leak !== undefined) complain('the token is in the output', `${where}: ${leak}…`)
  }

  const bridge = pipeBridge(['start', '--profiles', await write(profiles(upstream))], {
    variables: { SOAK_CREDENTIAL: TOKEN },
    ...(program === undefined ? {} : { program }),
    line: (line) => {
      lookOut('stdout', line)
      takeLine(line)
    },
    stderr: (text) => lookOut('stderr', text),
  })
  let stalled = setTimeout(done, PATIENCE_MS)
  void bridge.ended.then(() => done())
  say({ id: 0, method: 'initialize', params: INITIALIZE })
  await all
  clearTimeout(stalled)
  for (const { kind, nonce } of open.values()) complain('no answer', `${kind} ${nonce}`)
  // keep-alive connections are let go after four seconds of quiet
  bridge.end()
  const exit = await bridge.ended
  judgeRecord()
  await upstream.close()
  const quarter = samples[Math.floor(samples.length / 4)]
  const last = samples.at(-1)
  return {
    ...{ seed, calls, answers, cancelled: cancelledCalls.size, inFlight, kinds, exit },
    wrong: [...wrong].map(([sort, examples]) => `${sort}: ${examples.join(', ')}`),
    memory: quarter && last && [Math.round(quarter.memory), Math.round(last.memory)],
    descriptors: quarter && last && [quarter.descriptors, last.descriptors],
    milliseconds: Math.round(performance.now() - started),
  }

  function say(...messages: readonly object[]): void {
    bridge.write(messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join(''))
  }

  function takeLine(line: string): void {
    const message = parse(line)
    if (message === undefined) {
      complain('a line of stdout that is no message', line.slice(0, 80))
      return
    }
    if (message.id === 0) {
      say({ method: 'notifications/initialized' })
      while (open.size < IN_FLIGHT && made < calls) make()
      return
    }
    const call = open.get(message.id)
    if (call === undefined) {
      const sort = cancelledCalls.has(message.id) ? 'an answer to a cancelled call' : 'two answers'
      complain(sort, line.slice(0, 120))
      return
    }
    open.delete(message.id)
    answers++
    clearTimeout(stalled)
    stalled = setTimeout(done, PATIENCE_MS)
    judgeAnswer(call, message)
    next()
  }

  function next(): void {
    while (open.size < IN_FLIGHT && made < calls) make()
    if (made === calls && open.size === 0) done()
  }

  function make(): void {
    const id = ++made
    const call = chooseCall(id, random)
    kinds[call.kind] = (kinds[call.kind] ?? 0) + 1
    if (id % Math.ceil(calls / 100) === 0) samples.push(...[bridge.usage()].filter((usage) => usage !== undefined))
    open.set(id, call)
    inFlight = Math.max(inFlight, open.size)
    const cancel = { method: 'notifications/cancelled', params: { requestId: id } }
    const request = { id, method: 'tools/call', params: paramsOf(call) }
    if (call.kind === 'cancelled at once') {
      abandon(id, call)
      say(request, cancel)
      return
    }
    say(request)
    if (call.kind !== 'cancelled later') return
    setTimeout(() => {
      if (!open.has(id)) return
      abandon(id, call)
      say(cancel)
      next()
    }, random.below(200))
  }

  function abandon(id: number, call: Call): void {
    open.delete(id)
    cancelledCalls.set(id, call)
  }

  function judgeAnswer({ kind, write, nonce }: Call, { error, result }: Message): void {
    const times = upstream.count(nonce)
    const about = `${kind} ${write ? 'write' : 'read'} ${nonce}`
    if (write && times > 1) complain('a write that was sent again', `${about} ×${times}`)
    if (kind === 'not listed') {
      if (error?.code !== -32602 || times > 0) complain('a call that is not allowed', about)
    } else if (result === undefined) complain('an error of the protocol', `${about} ${error?.code}`)
    else if (result.isError) judgeError(kind, textOf(result), times, about)
    else {
      if (times === 0) complain('an answer without a request', about)
      // a bomb is cut, and the others that may succeed say whose answer it is
      if (kind !== 'gzip bomb' && !textOf(result).includes(nonce)) complain("another call's answer", about)
      if (!MAY_SUCCEED.has(kind) && !(kind === 'flaky' && !write)) complain('a fault that is no error', about)
    }
  }

  function judgeError(kind: Kind, text: string, times: number, about: string): void {
    const said = /^sent: (no|yes|unknown)$/m.exec(text)?.[1] ?? 'nothing'
    if (kind === 'none') complain('an error without a fault', `${about}: ${text.slice(0, 100)}`)
    else if (!expectedSent(kind).includes(said)) complain(`sent: ${said} is not for`, about)
    if (said === 'no' && times > 0) complain('sent: no, but it came', about)
    if (said === 'yes' && times === 0) complain('sent: yes, but it never came', about)
  }

  /** What only shows at the end: cancelled calls have no answer that could be judged. */
  function judgeRecord(): void {
    for (const { nonce, write } of cancelledCalls.values()) {
      if (write && upstream.count(nonce) > 1) complain('a cancelled write that was sent again', nonce)
    }
    for (const { method, target } of upstream.seen) {
      if (!ALLOWED.has(`${method} ${target}`)) complain('a request that is not allowed', `${method} ${target}`)
    }
    if (upstream.strayed() > 0) complain('connections to the canary', String(upstream.strayed()))
    if (exit !== 0) complain('exit', String(exit))
  }
}

const MAY_SUCCEED: ReadonlySet<Kind> = new Set(['none', 'gzip bomb', 'echo of the token'])
const ALLOWED = new Set(['GET /items/{nonce}', 'POST /items'])

function expectedSent(kind: Kind): readonly string[] {
  const others: Readonly<Record<string, readonly Sent[]>> = {
    refused: ['no'],
    'reset at once': ['no', 'unknown'],
    'not valid': ['no'],
  }
  return faultNamed(kind)?.sent ?? others[kind] ?? []
}

/** Two in five are well; the others are spread evenly. */
function chooseCall(id: number, random: Random): Call {
  const kind = random.next() < 0.4 ? 'none' : (KINDS[id % KINDS.length] ?? 'none')
  const nonce = `n${id.toString(36)}x${random.below(1e9).toString(36).padStart(6, '0')}`
  return { kind, write: random.next() < 0.5, nonce }
}

function paramsOf({ kind, write, nonce }: Call): object {
  const verb = kind === 'not listed' ? 'delete' : write ? 'write' : 'read'
  const suffix = kind === 'refused' ? 'Refused' : kind === 'reset at once' ? 'Reset' : ''
  const fault = faultNamed(kind) !== undefined ? kind : kind === 'cancelled later' ? 'silence' : 'none'
  const wrong = kind === 'not valid' ? (write ? { size: 'many' } : { other: 1 }) : {}
  return { name: `${verb}${suffix}`, arguments: { nonce, fault, ...wrong } }
}

const INITIALIZE = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'soak', version: '1' } }

function profiles({ origin, resettingOrigin, contract }: ToxicUpstream): string {
  const tools = ['', 'Refused', 'Reset'].flatMap((suffix) => [
    `read${suffix}`,
    { operation: `write${suffix}`, access: 'write' },
  ])
  return JSON.stringify({
    version: 1,
    profiles: {
      soak: {
        title: 'Soak',
        upstream: { kind: 'openapi', contract, baseUrl: origin, servers: [REFUSING, resettingOrigin] },
        auth: { type: 'apiKey', in: 'header', name: 'X-User-Token', token: { env: 'SOAK_CREDENTIAL' } },
        tools,
        limits: { timeoutSeconds: 1, responseBytes: 1_048_576, resultCharacters: 2000, concurrency: IN_FLIGHT },
      },
    },
  })
}

type Result = { readonly isError?: boolean; readonly content: readonly { readonly text?: string }[] }

function textOf({ content }: Result): string {
  return content.map(({ text = '' }) => text).join('\n')
}

interface Message {
  readonly id: number
  readonly error?: { readonly code: number }
  readonly result?: Result
}

/** A message with an id, or undefined where the line is anything else. */
function parse(line: string): Message | undefined {
  try {
    const value = JSON.parse(line)
    const isAnswer = value?.jsonrpc === '2.0' && typeof value.id === 'number' && 'result' in value !== 'error' in value
    return isAnswer ? value : undefined
  } catch {
    return undefined
  }
}
