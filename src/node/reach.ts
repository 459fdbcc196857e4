/** An origin → whether anything answers there; no credential is sent, and no operation called. */
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { startDeadline } from './deadline.ts'
import { exchange } from './exchange.ts'
import { createHttpClient } from './http.ts'

const SECONDS = 10

/** Gives the status of a HEAD of the root: any will do. */
export async function reach(origin: string, version: string): Promise<Checked<number>> {
  const client = createHttpClient()
  const deadline = startDeadline(undefined, SECONDS)
  try {
    const headers = [['user-agent', `drawbridge-mcp/${version}`]] as const
    const sending = { signal: deadline.signal, maxBytes: 1024 }
    const outcome = await exchange(client, { method: 'HEAD', origin, target: '/', headers }, sending)
    if (outcome.kind === 'answered') return pass(outcome.status)
    const detail = outcome.kind === 'failed' ? outcome.fault.detail : `no answer within ${SECONDS} seconds`
    return refuse(problem('UPSTREAM_UNREACHABLE', { source: 'upstream', uri: origin }, { origin, detail, sent: 'no' }))
  } finally {
    deadline.release()
    await client.close()
  }
}
