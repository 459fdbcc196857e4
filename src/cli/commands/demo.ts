/** `bridge demo`: a local copy of the technician and manager API, a real bridge and a real client, with everything printed. */
import { join } from 'node:path'
import { type GearGenius, startGearGenius } from '../../../fixtures/geargenius/start-gear-genius.ts'
import { printable } from '../../lib/printable.ts'
import { packageRoot } from '../../node/files.ts'
import { type ChildClient, connectToBridge } from '../../node/mcp-client.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { Context } from '../context.ts'
import { createPaint, type Paint } from '../report/paint.ts'

interface Stage {
  readonly api: GearGenius
  readonly paint: Paint
  readonly say: (text: string) => void
}

export async function demo({ terminal }: Context): Promise<ExitCode> {
  const api = await startGearGenius()
  const stage: Stage = { api, paint: createPaint(terminal.out.colour), say: (text) => terminal.out.write(`${text}\n`) }
  try {
    stage.say(`A local copy of the technician and manager API runs at ${api.origin}. Nothing leaves this computer.`)
    await showTechnician(stage)
    await showManager(stage)
    await showBadToken(stage)
    stage.say('\nDone. To use it with your own API: bridge init, bridge doctor, bridge config (see the README).')
    return 0
  } finally {
    await api.close()
  }
}

async function showTechnician(stage: Stage): Promise<void> {
  const { api, say, paint } = stage
  const bridge = await open(stage, 'demo_technician', api.technicianContract, { DEMO_USER_TOKEN: api.technicianToken })
  try {
    say(`   Instructions for the model: ${printable(bridge.client.getInstructions() ?? 'none')}`)
    await step(stage, 'What the model is offered (tools/list)', async () => {
      const { tools } = await bridge.client.listTools()
      return tools
        .map(
          (tool) =>
            `${tool.name.padEnd(18)} ${tool.annotations?.readOnlyHint === true ? 'read ' : 'WRITE'}  ${tool.title ?? ''}`,
        )
        .join('\n')
    })
    await call(stage, bridge, 'getUserProfile', {})
    await call(stage, bridge, 'listRecentJobs', { limit: 2 })
    const created = await call(stage, bridge, 'createJob', { title: 'Front brake pads', laborHours: 1.8 })
    await call(stage, bridge, 'updateJobStatus', { jobId: idOf(created), status: 'in_progress' })
    await call(stage, bridge, 'listRecentJobs', { limit: 1 })
    say(`\n${paint.bold('The contract also has deleteJob. The profile does not allow it, so there is no such tool:')}`)
    await call(stage, bridge, 'deleteJob', { jobId: idOf(created) })
    say(`\n${paint.bold('An argument that the contract does not allow never reaches the API:')}`)
    await call(stage, bridge, 'updateJobStatus', { jobId: idOf(created), status: 'deleted' })
  } finally {
    await bridge.client.close()
  }
}

async function showManager(stage: Stage): Promise<void> {
  const { api } = stage
  const bridge = await open(stage, 'demo_manager', api.managerContract, { DEMO_ORG_TOKEN: api.managerToken })
  try {
    await call(stage, bridge, 'getOrgStats', {})
  } finally {
    await bridge.client.close()
  }
}

async function showBadToken(stage: Stage): Promise<void> {
  const { api } = stage
  const bridge = await open(stage, 'demo_technician', api.technicianContract, {
    DEMO_USER_TOKEN: 'frp_this_token_was_revoked',
  })
  try {
    await call(stage, bridge, 'getUserProfile', {})
  } finally {
    await bridge.client.close()
  }
}

async function open(
  { api, say, paint }: Stage,
  profile: string,
  contract: string,
  env: Readonly<Record<string, string>>,
): Promise<ChildClient> {
  const profiles = join(packageRoot() ?? '', 'profiles', 'demo-profiles.json')
  const variables = Object.keys(env).map((name) => `${name}=…`)
  say(`\n${paint.bold(`${variables.join(' ')} bridge start --profile ${profile}`)}`)
  const child = await connectToBridge(
    ['start', '--profiles', profiles, '--profile', profile, '--contract', contract, '--base-url', api.origin],
    env,
  )
  say(`   Connected: protocol ${child.client.getNegotiatedProtocolVersion() ?? 'unknown'}`)
  return child
}

/** Calls a tool, prints what the model would read, and what reached the API. */
async function call(
  stage: Stage,
  { client }: ChildClient,
  name: string,
  args: Record<string, unknown>,
): Promise<string> {
  const { api, say, paint } = stage
  const before = api.requests.length
  const text = await step(stage, `${name} ${JSON.stringify(args)}`, async () => {
    try {
      const result = await client.callTool({ name, arguments: args })
      const blocks = result.content.map((block) => (block.type === 'text' ? block.text : `[${block.type}]`))
      return `${result.isError === true ? 'refused: ' : ''}${blocks.join('\n')}`
    } catch (error) {
      return `refused by the protocol: ${error instanceof Error ? error.message : 'unknown'}`
    }
  })
  const sent = api.requests.slice(before).map(({ method, target, status }) => `${method} ${target} → ${status}`)
  say(paint.dim(`   reached the API: ${sent.length === 0 ? 'nothing' : sent.join(', ')}`))
  return text
}

async function step({ say, paint }: Stage, title: string, run: () => Promise<string>): Promise<string> {
  say(`\n${paint.green('→')} ${paint.bold(title)}`)
  const text = await run()
  say(indented(printable(text)))
  return text
}

/** Long answers are cut for the reader of the demo; the model gets them whole. */
function indented(text: string): string {
  const lines = text
    .split('\n')
    .flatMap((line) => (line.length > 400 ? [`${line.slice(0, 400)}… (${line.length} characters)`] : [line]))
  return lines.map((line) => `   ${line}`).join('\n')
}

function idOf(job: string): string {
  return /"(?:jobId|id)"\s*:\s*"([^"]+)"/.exec(job)?.[1] ?? 'job_unknown'
}
