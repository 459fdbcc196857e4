/** Completion in real shells: what the Tab key offers, and that nothing that was typed is run. */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeProfiles } from './profiles-at.ts'
import { BRIDGE, cleanEnvironment, runBridge } from './run-bridge.ts'

const run = promisify(execFile)

/** Names that a shell would run if it took them for code. */
const TRAP = '$(touch trapped)'

const upstream = { kind: 'openapi', contract: 'https://127.0.0.1:9/nowhere.json', baseUrl: 'https://api.example.com' }
const PROFILES = {
  version: 1,
  defaultProfile: 'desk',
  profiles: {
    desk: {
      title: 'The desk',
      upstream,
      tools: ['jobs.list', 'GET /jobs/{jobId}', { operation: 'x', name: 'closeDay' }],
    },
    office: { upstream, tools: ['listInvoices', 'listStaff'] },
    [TRAP]: { upstream, tools: ['a'] },
  },
}

let profiles: string
let folder: string
let env: Record<string, string>

beforeAll(async () => {
  profiles = await writeProfiles(JSON.stringify(PROFILES))
  folder = await mkdtemp(join(tmpdir(), 'bridge-completion-'))
  await writeFile(join(folder, 'bridge'), `#!/bin/sh\nexec '${process.execPath}' '${BRIDGE}' "$@"\n`)
  await chmod(join(folder, 'bridge'), 0o755)
  await writeFile(join(folder, 'one file.json'), '')
  const path = [folder, dirname(process.execPath), process.env.PATH].join(delimiter)
  env = { ...cleanEnvironment(), PATH: path, MCP_PROFILES: profiles, HOME: folder }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Case {
  /** The words before the cursor, and the one at it, as a shell has them. */
  readonly words: readonly string[]
  readonly want: readonly string[]
}

const CASES: readonly Case[] = [
  { words: ['che'], want: ['check'] },
  { words: ['lo'], want: ['lock', 'login', 'logout'] },
  { words: ['help', 'exp'], want: ['explain'] },
  { words: ['check', '--st'], want: ['--strict'] },
  { words: ['check', '--format', 's'], want: ['sarif'] },
  { words: ['config', 'claude-d'], want: ['claude-desktop'] },
  { words: ['explain', 'OPERATION_NOT_'], want: ['OPERATION_NOT_FOUND'] },
  { words: ['tools', '--profile', 'o'], want: ['office'] },
  { words: ['call', ''], want: ['closeDay', 'get_jobs_jobId', 'jobs_list'] },
  { words: ['call', '--profile', 'office', 'listI'], want: ['listInvoices'] },
  { words: ['call', '--profile=office', 'listS'], want: ['listStaff'] },
  { words: ['call', 'nothing'], want: [] },
  { words: ['audit', 'verify', 'one'], want: ['one file.json'] },
  { words: ['--profiles', 'one'], want: ['one file.json'] },
]

async function ask(...words: readonly string[]) {
  const before = words.slice(0, -1)
  const { stdout } = await runBridge(['complete', `--current=${words.at(-1)}`, '--', ...before], {
    MCP_PROFILES: profiles,
  })
  return stdout
}

describe('what the shells are told', () => {
  test.each(CASES.filter(({ want }) => want[0] !== 'one file.json'))('$words', async ({ words, want }) => {
    const [kind, ...lines] = (await ask(...words)).trimEnd().split('\n')
    expect(kind).toBe('words')
    expect(lines.map((line) => line.split('\t')[0]).sort()).toEqual(want)
  })

  test('an option with its value in one word', async () => {
    expect(await ask('check', '--format=s')).toBe('words\n--format=sarif\t\n')
  })

  test('a profile by its title, a tool by its access', async () => {
    expect(await ask('tools', '--profile', 'd')).toBe('words\ndesk\tThe desk\n')
    expect(await ask('call', 'closeD')).toBe('words\ncloseDay\tread\n')
  })

  test.each([
    ['a profiles file that is none', '/nowhere.json'],
    ['one on the network', 'https://127.0.0.1:9/p.json'],
  ])('%s: no names, and no word of it', async (_, path) => {
    const run = await runBridge(['complete', '--current=', '--', 'call', '--profiles', path])
    expect(run).toEqual({ exit: 0, stdout: 'words\n', stderr: '' })
  })
})

const has = (shell: string) => {
  try {
    execFileSync('sh', ['-c', `command -v ${shell}`])
    return true
  } catch {
    return false
  }
}

interface Shell {
  readonly name: string
  /** A script that prints what is offered, one on a line. */
  readonly offer: (words: readonly string[]) => readonly [command: string, args: readonly string[]]
}

const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`

const SHELLS: readonly Shell[] = [
  {
    name: 'bash',
    offer: (words) => {
      const line = ['bridge', ...words]
      const script = `source <(bridge completion bash); COMP_WORDS=(${line.map(quote).join(' ')}); COMP_CWORD=${words.length}; _bridge_complete bridge; printf '%s\\n' "\${COMPREPLY[@]}"`
      return ['bash', ['--norc', '-c', script]]
    },
  },
  {
    name: 'zsh',
    // `_describe` shows; here it only lists what it was given
    offer: (words) => {
      const line = ['bridge', ...words]
      const stubs = `compdef() { :; }; _files() { ls | grep -F -- "$words[CURRENT]"; }; _describe() { local one; for one in "\${(@P)2}"; do print -r -- "\${\${one%:*}//\\\\:/:}"; done; }`
      const script = `${stubs}; source <(bridge completion zsh); words=(${line.map(quote).join(' ')}); CURRENT=${line.length}; _bridge_complete`
      return ['zsh', ['-f', '-c', script]]
    },
  },
  {
    name: 'fish',
    offer: (words) => {
      const line = ['bridge', ...words.map((word) => word.replace(/[ $()]/g, '\\$&'))].join(' ')
      return ['fish', ['--no-config', '-c', `bridge completion fish | source; complete -C ${quote(line)}`]]
    },
  },
]

describe.each(SHELLS)('$name', ({ name, offer }) => {
  async function offered(words: readonly string[]): Promise<readonly string[]> {
    const [command, args] = offer(words)
    const { stdout } = await run(command, [...args], { env, cwd: folder })
    const lines = stdout.split('\n').filter((line) => line !== '')
    return lines.map((line) => (line.split('\t')[0] ?? '').replaceAll('\\', '')).sort()
  }

  test.skipIf(!has(name))('offers what can stand there', async () => {
    for (const { words, want } of CASES) expect([words, await offered(words)]).toEqual([words, want])
  })

  test.skipIf(!has(name))('runs nothing of what was typed, and no name', async () => {
    await offered(['tools', '--profile', TRAP, TRAP])
    expect((await offered(['tools', '--profile', '$'])).length).toBeLessThanOrEqual(1)
    await offered(['call', '--profile', '`touch trapped`', ''])
    expect(existsSync(join(folder, 'trapped'))).toBe(false)
  })
})

test('bash breaks words at =', async () => {
  const { stdout } = await runBridge(['complete', '--current=s', '--broken', '--', 'check', '--format', '='])
  expect(stdout).toBe('words\nsarif\t\n')
})
