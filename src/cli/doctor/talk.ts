/** A program → what a client sees of it: the handshake, the tools, and one call that only reads. */
import { type ChildClient, connectTo, type StartCommand } from '../../node/mcp-client.ts'
import { problem } from '../../problem/problem.ts'
import type { ToolSet } from '../../tool/model.ts'
import type { Finding } from './finding.ts'

type ListedTool = Awaited<ReturnType<ChildClient['client']['listTools']>>['tools'][number]

const AT = { source: 'upstream' } as const

/** `known` says more of the tools, where that is known. */
export async function* talk(command: StartCommand, known: ToolSet | undefined): AsyncGenerator<Finding> {
  const began = performance.now()
  const connected = await connectTo(command, 'drawbridge-doctor')
  if (!connected.ok) {
    yield { step: 'start', is: 'wrong', problems: [problem('START_FAILED', AT, { said: lastLine(connected.error) })] }
    return
  }
  const { client, stderr } = connected.value
  try {
    const took = Math.round(performance.now() - began)
    const protocol = client.getNegotiatedProtocolVersion() ?? 'unknown'
    yield right('start', `answered after ${took} ms, protocol ${protocol}`)
    const listed = await client.listTools().catch(() => undefined)
    if (listed === undefined) {
      yield { step: 'tools', is: 'wrong', problems: [problem('START_FAILED', AT, { said: lastLine(stderr()) })] }
      return
    }
    yield right('tools', `${listed.tools.length} listed`)
    const harmless = listed.tools.filter((one) => isHarmless(one, known))
    // one that takes the credential says more
    const tool = harmless.find(({ name }) => known?.get(name)?.planned.credentials.length !== 0) ?? harmless[0]
    yield tool === undefined
      ? { step: 'read', is: 'skipped', said: 'no tool reads without arguments; try one with "bridge call"' }
      : await read(client, tool.name, known?.get(tool.name)?.planned.credentials[0]?.credential.renew)
  } finally {
    await client.close()
  }
}

function right(step: 'start' | 'tools' | 'read', said: string): Finding {
  return { step, is: 'right', said, warnings: [] }
}

/** It only reads, needs no argument, asks nobody, and changes no session. */
function isHarmless({ name, annotations, inputSchema }: ListedTool, known: ToolSet | undefined): boolean {
  const entry = known?.get(name)?.planned.entry
  const isKnown = known === undefined || (entry !== undefined && entry.confirm !== true && entry.session === undefined)
  return isKnown && annotations?.readOnlyHint === true && (inputSchema.required ?? []).length === 0
}

async function read(client: ChildClient['client'], tool: string, renew: string | undefined): Promise<Finding> {
  const result = await client.callTool({ name: tool, arguments: {} }).catch(() => undefined)
  const text = (result?.content ?? []).map((block) => (block.type === 'text' ? block.text : '')).join('\n')
  if (result !== undefined && result.isError !== true)
    return right('read', `${tool} answered ${text.length} characters`)
  const status = Number(/answered (401|403)\b/.exec(text)?.[1])
  const [said = 'nothing'] = text.split('\n')
  return {
    step: 'read',
    is: 'wrong',
    problems: [
      Number.isNaN(status)
        ? problem('READ_FAILED', AT, { tool, said })
        : problem('CREDENTIAL_REFUSED', AT, { status, ...(renew === undefined ? {} : { renew }) }),
    ],
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
