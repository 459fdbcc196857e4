import { expect, test } from 'vitest'
import { writeProfiles } from '../e2e/profiles-at.ts'
import { pipeBridge } from '../soak/pipes.ts'
import { createRandom, type Random } from '../soak/random.ts'
import { startToxicUpstream } from '../soak/toxic-upstream.ts'
import { corrupt, type Json, mutate } from './mutate.ts'

const COUNT = 4000
const SEED = Number(process.env.FUZZ_SEED ?? 1)

const MESSAGES: readonly [Json, ...Json[]] = [
  { jsonrpc: '2.0', id: 'm', method: 'tools/call', params: { name: 'read', arguments: { nonce: 'n', fault: 'none' } } },
  {
    jsonrpc: '2.0',
    id: 'm',
    method: 'tools/call',
    params: { name: 'read', arguments: {}, _meta: { progressToken: 1 } },
  },
  { jsonrpc: '2.0', id: 'm', method: 'tools/list', params: {} },
  { jsonrpc: '2.0', id: 'm', method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {} } },
  { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'm' } },
  { jsonrpc: '2.0', id: 'm', result: { content: [] } },
  { jsonrpc: '2.0', id: 'm', error: { code: 1, message: 'x' } },
  [{ jsonrpc: '2.0', id: 'm', method: 'ping' }],
  {
    jsonrpc: '2.0',
    id: 'm',
    method: 'server/discover',
    params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } },
  },
]

function garbage(random: Random): Buffer {
  const choice = random.below(10)
  if (choice === 0)
    return Buffer.from(
      Array.from({ length: random.below(200) }, () => random.below(256)).map((byte) => (byte === 10 ? 11 : byte)),
    )
  const text = mutate(random.pick(MESSAGES), random).replaceAll('\n', ' ')
  if (choice === 1) return Buffer.from(corrupt(text, random).replaceAll('\n', ' '))
  if (choice === 2) return Buffer.from(`${text}\r`)
  return Buffer.from(text)
}

test(`${COUNT} lines of anything: every ping among them is answered, and stdout stays JSON-RPC`, {
  timeout: 120_000,
}, async () => {
  const upstream = await startToxicUpstream()
  const profile = {
    title: 'Fuzz',
    upstream: { kind: 'openapi', contract: upstream.contract, baseUrl: upstream.origin },
    tools: ['read'],
  }
  const path = await writeProfiles(JSON.stringify({ version: 1, profiles: { fuzz: profile } }))
  const bad: string[] = []
  const answered = new Map<string, number>()
  let stderr = ''
  let answer: () => void = () => {}
  const bridge = pipeBridge(['start', '--profiles', path], {
    variables: {},
    line: (line) => {
      const message = parse(line)
      if (message === undefined) bad.push(line)
      else if (typeof message.id === 'string' && message.id.startsWith('ping'))
        answered.set(message.id, (answered.get(message.id) ?? 0) + 1)
      answer()
    },
    stderr: (text) => {
      stderr += text
    },
  })
  const random = createRandom(SEED)
  const pings: string[] = []
  bridge.write(`${JSON.stringify({ jsonrpc: '2.0', id: 'ping-0', method: 'initialize', params: INITIALIZE })}\n`)
  bridge.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
  for (let block = 0; block < COUNT / 40; block++) {
    const lines = Array.from({ length: 40 }, () => garbage(random))
    const id = `ping-${block + 1}`
    pings.push(id)
    const bytes = Buffer.concat(
      [...lines, Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' }))].flatMap((line) => [
        line,
        Buffer.from('\n'),
      ]),
    )
    // in pieces that end anywhere
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + random.below(3000)
      bridge.child.stdin?.write(bytes.subarray(at, at + size))
      at += size
    }
    await new Promise<void>((resolve) => {
      answer = () => {
        if (answered.has(id)) resolve()
      }
      answer()
      void bridge.ended.then(() => resolve())
    })
  }
  bridge.end()
  const exit = await bridge.ended
  await upstream.close()
  expect(bad).toEqual([])
  expect(exit).toBe(0)
  expect(pings.filter((id) => answered.get(id) !== 1)).toEqual([])
  expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m)
  expect(stderr).not.toContain('INTERNAL')
})

const INITIALIZE = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'fuzz', version: '1' } }

function parse(line: string): { readonly id?: unknown } | undefined {
  try {
    const value = JSON.parse(line)
    return value?.jsonrpc === '2.0' && ('id' in value || 'method' in value || 'error' in value) ? value : undefined
  } catch {
    return undefined
  }
}
