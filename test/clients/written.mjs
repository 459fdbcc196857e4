/** Has `bridge config` write into the files of real clients, and asks those what they make of it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { askModel } from './client/ask-model.mjs'
import { claudeCode } from './client/claude-code.mjs'
import { codex } from './client/codex.mjs'
import { geminiCli } from './client/gemini-cli.mjs'
import { PROFILE, startGearGenius, TOKEN_VARIABLE, writeProfiles } from './gear-genius.mjs'
import { install } from './install.mjs'
import { closedEnvironment, run } from './process.mjs'

const BRIDGE = fileURLToPath(new URL('../../bin/bridge.js', import.meta.url))
const SECONDS = 60
const TOOL = 'getUserProfile'
const ANSWER = 'Dana Whitfield'

/** What each client is called by `bridge config`, and what its `mcp list` says of an entry that it understood. */
const CLIENTS = [
  { client: claudeCode, name: 'claude-code', says: /demo_technician:.*Connected(?! ·)/, call: callByClaudeCode },
  { client: codex, name: 'codex', says: new RegExp(`demo_technician .*${TOKEN_VARIABLE}.*enabled`) },
  { client: geminiCli, name: 'gemini', says: /demo_technician:.*Connected/ },
]

/** One prompt, with no server but the one in the file that was written. */
function callByClaudeCode(launch) {
  const prefix = `mcp__${PROFILE}__`
  return askModel({ tool: TOOL }, prefix, (origin) =>
    launch(['-p', `Call the tool ${TOOL}.`, '--allowedTools', prefix + TOOL], {
      ANTHROPIC_BASE_URL: origin,
      ANTHROPIC_API_KEY: 'fake-model-key',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ENABLE_TOOL_SEARCH: 'false',
    }),
  )
}

async function tryClient({ client, name, says, call }, cache) {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-written-'))
  const gearGenius = await startGearGenius(folder)
  try {
    const installed = await install(client, cache, folder)
    if ('reason' in installed) return `skipped: ${installed.reason}`
    const { path } = await writeProfiles(folder, gearGenius.origin)
    const trust = { GEMINI_CLI_TRUST_WORKSPACE: 'true', DISABLE_AUTOUPDATER: '1' }
    const env = closedEnvironment(folder, { [TOKEN_VARIABLE]: gearGenius.technicianToken, ...trust })
    const options = { cwd: folder, env, seconds: SECONDS }
    const config = ['config', name, '--write', '--profiles', path, '--profile', PROFILE]
    const written = await run(process.execPath, [BRIDGE, ...config], options)
    const listed = await run(installed.program, ['mcp', 'list'], options)
    const output = listed.stdout + listed.stderr
    if (written.exit === 0 && says.test(output)) {
      if (call === undefined) return 'connected'
      const launch = (args, more) => run(installed.program, args, { ...options, env: { ...env, ...more } })
      const { result } = await call(launch)
      return JSON.stringify(result ?? '').includes(ANSWER)
        ? 'connected, called'
        : `FAILED: the call gave ${JSON.stringify(result)}`
    }
    return `FAILED: config ended with ${written.exit}; mcp list says ${JSON.stringify(output)}`
  } finally {
    await gearGenius.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const cache = join(tmpdir(), 'drawbridge-clients')
for (const one of CLIENTS) {
  const outcome = await tryClient(one, cache)
  process.stdout.write(`${one.name.padEnd(12)} ${one.client.version.padEnd(10)} ${outcome}\n`)
  if (outcome.startsWith('FAILED')) process.exitCode = 1
}
