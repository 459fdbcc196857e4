/** Runs real MCP clients against the built bridge, each with a loopback stand-in for its model, and prints what they saw. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { claudeCode } from './client/claude-code.mjs'
import { codex } from './client/codex.mjs'
import { geminiCli } from './client/gemini-cli.mjs'
import { inspector } from './client/inspector.mjs'
import { PROFILE, startGearGenius, TOKEN_VARIABLE, writeProfiles } from './gear-genius.mjs'
import { install } from './install.mjs'
import { judge } from './judge.mjs'
import { closedEnvironment, run } from './process.mjs'
import { tableText } from './table.mjs'
import { readTranscript } from './transcript.mjs'

const CLIENTS = [inspector, claudeCode, codex, geminiCli]
const BRIDGE = fileURLToPath(new URL('../../bin/bridge.js', import.meta.url))
const TAP = fileURLToPath(new URL('./tap.mjs', import.meta.url))
const CLIENT_SECONDS = 120

const TOOL = 'getUserProfile'
const TARGET = 'GET /api/gpt/user/profile'
/** The last is a number that a double can't hold. */
const WORDS = ['tech_207', 'Dana Whitfield', '9007199254740997']

/** One client's row, its faults included. */
async function tryClient(client, cache) {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-client-'))
  try {
    const [home, project, tapped] = ['home', 'project', 'tapped'].map((name) => join(folder, name))
    await Promise.all([home, project, tapped].map((path) => mkdir(path)))
    const installed = await install(client, cache, home)
    if ('reason' in installed) return { client, reason: installed.reason }
    return { client, ...(await observe(client, installed.program, { folder, home, project, tapped })) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function observe(client, program, { folder, home, project, tapped }) {
  const gearGenius = await startGearGenius(folder)
  try {
    const token = gearGenius.technicianToken
    const { path, tools } = await writeProfiles(folder, gearGenius.origin)
    const start = [TAP, tapped, BRIDGE, 'start', '--profiles', path, '--profile', PROFILE]
    const server = { name: 'drawbridge', command: process.execPath, args: start, variable: TOKEN_VARIABLE, token }
    const launch = (args, variables = {}) =>
      run(program, args, {
        cwd: project,
        env: closedEnvironment(home, { [TOKEN_VARIABLE]: token, ...variables }),
        seconds: CLIENT_SECONDS,
      })
    const seen = await client.use({ home, server, tool: TOOL, prompt: `Call the tool ${TOOL}.` }, launch)
    const transcript = await readTranscript(tapped)
    const faults = judge(seen, transcript, gearGenius.requests, { tools, target: TARGET, token, words: WORDS })
    return { faults, seen, transcript, tools }
  } finally {
    await gearGenius.close()
  }
}

function chosenClients(names) {
  const unknown = names.filter((name) => !CLIENTS.some(({ id }) => id === name))
  if (unknown.length === 0) return CLIENTS.filter(({ id }) => names.length === 0 || names.includes(id))
  process.stderr.write(`No such client: ${unknown.join(', ')}. There are ${CLIENTS.map(({ id }) => id).join(', ')}.\n`)
  process.exit(2)
}

const clients = chosenClients(process.argv.slice(2))
if (process.platform === 'win32') {
  process.stdout.write('Skipped: a client is ended by its process group, which Windows has none of.\n')
  process.exit(0)
}
if (!existsSync(new URL('../../dist/bridge.cjs', import.meta.url))) {
  process.stderr.write('The program is not built: run `npm run build` first.\n')
  process.exit(2)
}

// the clients are large, so they stay here between runs
const cache = join(tmpdir(), 'drawbridge-clients')
await mkdir(cache, { recursive: true })
const rows = []
for (const client of clients) {
  process.stderr.write(`${client.id} ${client.version} …\n`)
  rows.push(await tryClient(client, cache))
}
process.stdout.write(tableText(rows))
process.exitCode = rows.some(({ faults = {} }) => Object.values(faults).flat().length > 0) ? 1 : 0
