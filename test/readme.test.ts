/** Both READMEs → what they say, compared with the program: commands run, entries start, tables agree. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../fixtures/geargenius/start-gear-genius.ts'
import { createProgram } from '../src/cli/program.ts'
import { loadValidator } from '../src/lib/json-schema.ts'
import { catalogue } from '../src/problem/catalogue.ts'
import { parseProfiles } from '../src/profile/parse.ts'
import { profilesSchema } from '../src/profile/profile-schema.ts'
import { looksLikeSecret } from '../src/profile/secret.ts'
import { visitWhatItSays } from './e2e/oauth-profile.ts'
import { shippedProfilesAt } from './e2e/profiles-at.ts'
import { BRIDGE, cleanEnvironment, finished, type Run } from './e2e/run-bridge.ts'
import { type Block, blocksOf, keysUnder, tablesUnder } from './markdown.ts'
import { COMMANDS, type Way } from './readme-commands.ts'
import { openSystemsFolder, type SystemsFolder } from './systems-folder.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
/** What the example of an own API takes for granted. */
const ORDERS = join(ROOT, 'test', 'fixtures', 'contracts', 'orders.json')
const OUTSIDE = await readFile(join(ROOT, 'README.md'), 'utf8')
const INSIDE = await readFile(join(ROOT, 'src', 'README.md'), 'utf8')
const PACKAGE = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
const SHIPPED = JSON.parse(await readFile(join(ROOT, 'profiles', 'agent-profiles.json'), 'utf8'))

const BLOCKS = blocksOf(OUTSIDE)
const SHELL = BLOCKS.filter(({ language }) => language === 'sh')
const JSONS = BLOCKS.filter(({ language }) => language === 'json').map(({ text }) => ({
  text,
  value: JSON.parse(text),
}))

let api: GearGenius
let systems: SystemsFolder
let own: string
let anywhere: string
let fresh: string
let profiles: string
let path: string
const folders: string[] = []

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'bridge-readme-'))
  folders.push(made)
  for (const [name, text] of Object.entries(files)) await writeFile(join(made, name), text)
  return made
}

beforeAll(async () => {
  api = await startGearGenius()
  systems = await openSystemsFolder()
  profiles = await shippedProfilesAt('agent', api.origin)
  const example = JSONS.find(({ value }) => 'profiles' in value)?.text ?? ''
  own = await folder({ 'agent-profiles.json': example, 'openapi.json': await readFile(ORDERS, 'utf8') })
  anywhere = await folder({})
  fresh = await folder({ 'openapi.json': await readFile(ORDERS, 'utf8') })
  const commands = await folder({ bridge: `#!/bin/sh\nexec '${process.execPath}' '${BRIDGE}' "$@"\n` })
  await chmod(join(commands, 'bridge'), 0o755)
  path = [commands, dirname(process.execPath), process.env.PATH].join(delimiter)
})
afterAll(async () => {
  await Promise.all([api.close(), systems.close()])
  await Promise.all(folders.map((one) => rm(one, { recursive: true, force: true })))
})

/** Folders with profiles files of their own. */
const OWN_FILES = new Set<string>(['own', 'fresh', 'systems'])

/** Runs a line as a person's shell would. */
function runLine(line: string, way: Extract<Way, { in: string }>): Promise<Run> {
  const tokens = { ...systems.tokens, MCP_USER_TOKEN: api.technicianToken, MCP_ORG_TOKEN: api.managerToken }
  const filled = Object.entries(tokens).reduce(
    (text, [name, token]) => text.replace(`${name}=…`, `${name}=${token}`),
    line,
  )
  const env = {
    ...cleanEnvironment(),
    PATH: path,
    HOME: anywhere,
    XDG_STATE_HOME: anywhere,
    XDG_CONFIG_HOME: anywhere,
    npm_config_update_notifier: 'false',
  }
  const child = spawn('sh', ['-c', way.instead ?? filled], {
    cwd: { own, anywhere, fresh, clone: ROOT, systems: systems.path }[way.in],
    env: OWN_FILES.has(way.in) ? env : { ...env, MCP_PROFILES: profiles },
  })
  child.stdin.end()
  visitWhatItSays(child)
  return finished(child)
}

/** What is shown, in its order; `…` stands for anything. */
function expectShown(output: string, shown: string): void {
  let from = 0
  for (const part of shown.split('…').map((text) => text.replace(/^\n+|\n+$/g, ''))) {
    const at = output.indexOf(part, from)
    expect(at, `${JSON.stringify(part)} in\n${output}`).not.toBe(-1)
    from = at + part.length
  }
}

const linesOf = ({ text }: Block) => text.trim().split('\n')
describe('commands', () => {
  test('each is known here', () => {
    expect(SHELL.flatMap(linesOf).sort()).toEqual(Object.keys(COMMANDS).sort())
  })

  // the lines are for a POSIX shell
  describe.skipIf(process.platform === 'win32')('those that need nothing from elsewhere', () => {
    const drift = (text: string) => text.includes('logJob')

    test.each(SHELL.map((block) => [linesOf(block).join('; '), block] as const))('%s', async (_, block) => {
      const next = BLOCKS[BLOCKS.indexOf(block) + 1]
      let output = ''
      let ran = false
      for (const line of linesOf(block)) {
        const way = COMMANDS[line]
        if (way === undefined || 'because' in way) continue
        const { exit, stdout, stderr } = await runLine(line, way)
        expect({ line, exit, stderr }).toEqual({ line, exit: 0, stderr })
        output += stdout + stderr
        ran = true
      }
      expect(output).not.toMatch(/_fake_/)
      if (ran && next?.language === 'text' && !drift(next.text)) expectShown(output, next.text)
    })

    test('a wrong entry is shown as it is', async () => {
      const text = (await readFile(profiles, 'utf8')).replace('"operation": "createJob"', '"operation": "logJob"')
      const made = await folder({ 'agent-profiles.json': text })
      const ran = await runLine(`bridge check --profiles '${made}/agent-profiles.json'`, { in: 'anywhere' })
      expect(ran.exit).toBe(5)
      expectShown(ran.stdout, BLOCKS.find((block) => block.language === 'text' && drift(block.text))?.text ?? 'none')
    })
  })

  test('scripts that are named are there', () => {
    const named = [...`${OUTSIDE}${INSIDE}`.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !Object.hasOwn(PACKAGE.scripts, name))).toEqual([])
    expect(PACKAGE.scripts.start).toMatch(/ node bin\/bridge\.js demo$/)
  })
})

interface Entry {
  readonly command: string
  readonly args: readonly string[]
  /** Name → what stands for the token. */
  readonly env: Readonly<Record<string, string>>
}

/** The part of TOML that the entry uses: tables, and values that are JSON too. */
function entryOfToml(text: string): Entry {
  const pairs = [...text.matchAll(/^(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, JSON.parse(value)])
  const { command, args, env_vars } = Object.fromEntries(pairs)
  return { command, args, env: Object.fromEntries(env_vars.map((name: string) => [name, `\${${name}}`])) }
}

const ENTRIES: readonly Entry[] = [
  ...JSONS.flatMap(({ value }) => Object.values<Entry>(value.mcpServers ?? value.servers ?? {})),
  ...BLOCKS.filter(({ language }) => language === 'toml').map(({ text }) => entryOfToml(text)),
]

describe('client entries', () => {
  test('there is one for each client', () => {
    expect(ENTRIES).toHaveLength(7)
    expect(BLOCKS.some(({ text }) => text.split(/[\s"',]+/).some(looksLikeSecret))).toBe(false)
  })

  test.each(ENTRIES.map((entry, at) => [at, entry] as const))('%i starts the bridge', async (_, entry) => {
    const { defaultProfile, profiles: shipped } = SHIPPED
    expect(Object.keys(entry.env)).toEqual([shipped[defaultProfile].auth.token.env])
    for (const value of Object.values(entry.env)) expect(value).toMatch(/^\$\{(?:env:|input:)?[\w-]+\}$/)
    expect(entry.command).toBe('/absolute/path/to/node')
    const args = entry.args.map((arg) => arg.replace('/absolute/path/to/drawbridge/bin/bridge.js', BRIDGE))
    const env = cleanEnvironment({ MCP_PROFILES: profiles, MCP_USER_TOKEN: api.technicianToken })
    const client = new Client({ name: 'readme', version: '1' })
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }))
    try {
      const names = (await client.listTools()).tools.map(({ name }) => name)
      const wanted = shipped[defaultProfile].tools.map(
        ({ name, operation }: Record<string, string>) => name ?? operation,
      )
      expect(names.slice(0, wanted.length)).toEqual(wanted)
    } finally {
      await client.close()
    }
  })
})

describe('the profiles file', () => {
  const examples = JSONS.filter(({ value }) => 'profiles' in value)

  test('every JSON block is an entry or a profiles file', () => {
    const others = JSONS.filter(({ value }) => !['mcpServers', 'servers', 'profiles'].some((key) => key in value))
    expect({ others, examples: examples.length }).toEqual({ others: [], examples: 2 })
  })

  test.each(examples)('example %#', async ({ text, value }) => {
    const { compile } = await loadValidator()
    expect(compile(profilesSchema, new Map())(value)).toEqual([])
    expect(parseProfiles(text, pathToFileURL(join(own, 'agent-profiles.json')).href).problems).toEqual([])
  })

  const schema = JSON.parse(JSON.stringify(profilesSchema))
  const profile = schema.properties.profiles.additionalProperties
  const { tool, limits, credential } = schema.$defs
  const types: readonly { properties: Record<string, { const?: string }> }[] = credential.oneOf

  const united = (kinds: typeof types) => Object.assign({}, ...kinds.map(({ properties }) => properties))

  test.each([
    ['Keys of the file', schema.properties],
    ['Keys of a profile', profile.properties],
    ['Keys of `upstream`', united(profile.properties.upstream.oneOf)],
    ['Keys of `auth`', united(types)],
    ['Keys of a tool', tool.else.properties],
    ['Keys of `files`', profile.properties.files.properties],
    ['Keys of `arguments`', tool.else.properties.arguments.properties],
    ['Keys of `limits`', limits.properties],
  ])('%s are those of the schema', (heading, properties) => {
    expect([...keysUnder(OUTSIDE, heading)].sort()).toEqual(Object.keys(properties).sort())
  })

  test.each([
    ['Keys of `auth`', 'type', types],
    ['Keys of `upstream`', 'kind', profile.properties.upstream.oneOf as typeof types],
  ])('%s stand beside the %s that has them', (heading, discriminator, kinds) => {
    const [rows = []] = tablesUnder(OUTSIDE, heading)
    for (const [key = '', given] of rows.filter(([key]) => key !== `\`${discriminator}\``)) {
      const having = kinds.filter(({ properties }) => Object.hasOwn(properties, key.replaceAll('`', '')))
      const names = having.map(({ properties }) => `\`${properties[discriminator]?.const}\``).join(', ')
      expect([key, given]).toEqual([key, having.length === kinds.length ? 'all' : names])
    }
  })

  test('limits have their bounds', () => {
    const [rows = []] = tablesUnder(OUTSIDE, 'Keys of `limits`')
    for (const [key = '', standard, most] of rows) {
      const bounds = limits.properties[key.replaceAll('`', '')]
      const { default: value, maximum } = bounds.$ref === undefined ? bounds : schema.$defs.timeoutSeconds
      expect([key, standard, most]).toEqual([key, `${value ?? ''}`, `${maximum}`])
    }
  })

  test('the shipped entries are the ones that are said to be uncertain', () => {
    const entries = Object.values<{ tools: (string | { operation: string })[] }>(SHIPPED.profiles).flatMap(
      (one) => one.tools,
    )
    const references = entries.map((one) => (typeof one === 'string' ? one : one.operation))
    const [, section = ''] = OUTSIDE.split('### What is not certain')
    const paths = references.filter((one) => one.startsWith('GET '))
    expect([paths.length, references.length - paths.length]).toEqual([8, 2])
    for (const one of references) expect(section).toContain(`\`${one.replace('GET ', '')}\``)
  })
})

describe('tables', () => {
  const program = createProgram(async () => {})
  const [commands = [], options = []] = tablesUnder(OUTSIDE, 'Commands')
  const optionsIn = (usage: string) => [...usage.matchAll(/--[a-z-]+/g)].map(([name]) => name).sort()
  const longs = (of: typeof program) => of.options.map(({ long }) => long ?? '').sort()

  test('commands are those of the program, with their options', () => {
    const said = commands.map(([usage = '']) => [/^`bridge (\S+?)[ `]/.exec(usage)?.[1], optionsIn(usage)])
    const shown = program.createHelp().visibleCommands(program).slice(0, -1) // help itself
    expect(said).toEqual(shown.map((one) => [one.name(), longs(one)]))
  })

  test('options of every command are those of the program', () => {
    expect(options.flatMap(([usage = '']) => optionsIn(usage)).sort()).toEqual(longs(program))
  })

  test('exit codes are those of the catalogue', () => {
    const codes = new Set([0, ...Object.values(catalogue).map(({ exit }) => exit)])
    expect(keysUnder(OUTSIDE, 'Exit codes').map(Number)).toEqual([...codes].sort((a, b) => a - b))
  })

  test('symptoms have codes that are there, with their exit codes', () => {
    const exits = new Map(Object.entries(catalogue).map(([code, { exit }]) => [`\`${code}\``, `${exit}`]))
    const [rows = []] = tablesUnder(OUTSIDE, 'Troubleshooting')
    for (const [symptom, code = '', exit] of rows)
      expect([symptom, code, exit]).toEqual([symptom, code, exits.get(code) ?? ''])
    expect(rows.filter(([, code]) => code !== '').length).toBeGreaterThan(20)
  })

  test('what is written like a code is one', () => {
    const variables =
      /^(?:(?:MCP|XDG|DEMO|ORDERS|NODE|RUNNER|GITHUB|GH|GEOPERA|FLOWPOS|OPENSHOP|FUZZ)_\w+|HTTPS_PROXY|NO_PROXY|(?:NO|FORCE)_COLOR|PATH_OR_URL)$/
    const words = new Set(`${OUTSIDE}${INSIDE}`.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g))
    expect([...words].filter((word) => !variables.test(word) && !Object.hasOwn(catalogue, word))).toEqual([])
  })
})

describe('facts', () => {
  test('links lead to files', () => {
    const links = [OUTSIDE, INSIDE].flatMap((text, at) =>
      [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, to = '']) => join(ROOT, at === 0 ? '' : 'src', to)),
    )
    expect(links.filter((to) => !existsSync(to))).toEqual([])
  })

  test('files of the source are where they are said to be', () => {
    const [map = []] = tablesUnder(INSIDE, 'Module map')
    const inMap = map.flatMap(([, folder = '', , files = '']) =>
      [...files.matchAll(/`([\w.-]+(?:\.ts|\/))`/g)].map(([, file]) => `${folder.replaceAll('`', '')}${file}`),
    )
    const inText = [...INSIDE.matchAll(/`([a-z]+(?:\/[\w.-]+)+\.ts)`/g)].map(([, file = '']) => file)
    const there = (file: string) => existsSync(join(ROOT, 'src', file)) || existsSync(join(ROOT, file))
    expect([...inMap, ...inText].filter((file) => !there(file))).toEqual([])
    expect(inMap.length).toBeGreaterThan(30)
  })

  test('the version of Node.js is that of the package', () => {
    const [, floor = 'none'] = />=(\S+)/.exec(PACKAGE.engines.node) ?? []
    for (const text of [OUTSIDE, INSIDE]) expect(text).toContain(`Node.js ${floor}`)
  })

  test('packages are those of package.json and of the build', async () => {
    const [bundled, carried, development] = ['Bundled', 'Bundled because those need them', 'For development'].map(
      (heading) => keysUnder(INSIDE, heading),
    )
    const licences = await readFile(join(ROOT, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8')
    const shipped = [...licences.matchAll(/^-{80}\n(\S+) /gm)].map(([, name = '']) => name)
    expect([...(bundled ?? []), ...(development ?? [])].sort()).toEqual(Object.keys(PACKAGE.devDependencies).sort())
    expect([...(bundled ?? []), ...(carried ?? [])].sort()).toEqual(shipped.sort())
  })
})
