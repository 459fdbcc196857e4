/** Entries for clients: where they go, how they look, and what is left of a file after them. */
import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../../src/cli/client/clients.ts'
import { addEntry, isResultOf, readClientFile, removeEntry } from '../../src/cli/client/entry-file.ts'
import { CLIENT_IDS, type ClientId, type Launch, type Machine, type Scope } from '../../src/cli/client/model.ts'

const LAUNCH: Launch = {
  name: 'orders',
  command: '/usr/bin/node',
  args: [
    '/opt/drawbridge/bin/bridge.js',
    'start',
    '--profiles',
    '/home/a b/agent-profiles.json',
    '--profile',
    'orders',
  ],
  variables: ['ORDERS_TOKEN'],
}

describe('the file', () => {
  const machines: Readonly<Record<'darwin' | 'win32' | 'linux', Machine>> = {
    darwin: { platform: 'darwin', home: '/Users/a', cwd: '/p', get: () => undefined },
    win32: { platform: 'win32', home: 'C:\\Users\\a', cwd: 'D:\\p', get: () => undefined },
    linux: { platform: 'linux', home: '/home/a', cwd: '/p', get: () => undefined },
  }
  const library = '/Users/a/Library/Application Support'
  const roaming = 'C:\\Users\\a\\AppData\\Roaming'

  test.each<[ClientId, Scope, darwin: string | undefined, win32: string | undefined, linux: string | undefined]>([
    [
      'claude-desktop',
      'user',
      `${library}/Claude/claude_desktop_config.json`,
      `${roaming}\\Claude\\claude_desktop_config.json`,
      '/home/a/.config/Claude/claude_desktop_config.json',
    ],
    ['claude-desktop', 'project', undefined, undefined, undefined],
    ['claude-code', 'user', '/Users/a/.claude.json', 'C:\\Users\\a\\.claude.json', '/home/a/.claude.json'],
    ['claude-code', 'project', '/p/.mcp.json', 'D:\\p\\.mcp.json', '/p/.mcp.json'],
    ['cursor', 'user', '/Users/a/.cursor/mcp.json', 'C:\\Users\\a\\.cursor\\mcp.json', '/home/a/.cursor/mcp.json'],
    ['cursor', 'project', '/p/.cursor/mcp.json', 'D:\\p\\.cursor\\mcp.json', '/p/.cursor/mcp.json'],
    [
      'vscode',
      'user',
      `${library}/Code/User/mcp.json`,
      `${roaming}\\Code\\User\\mcp.json`,
      '/home/a/.config/Code/User/mcp.json',
    ],
    ['vscode', 'project', '/p/.vscode/mcp.json', 'D:\\p\\.vscode\\mcp.json', '/p/.vscode/mcp.json'],
    ['codex', 'user', '/Users/a/.codex/config.toml', 'C:\\Users\\a\\.codex\\config.toml', '/home/a/.codex/config.toml'],
    ['codex', 'project', '/p/.codex/config.toml', 'D:\\p\\.codex\\config.toml', '/p/.codex/config.toml'],
    [
      'gemini',
      'user',
      '/Users/a/.gemini/settings.json',
      'C:\\Users\\a\\.gemini\\settings.json',
      '/home/a/.gemini/settings.json',
    ],
    ['gemini', 'project', '/p/.gemini/settings.json', 'D:\\p\\.gemini\\settings.json', '/p/.gemini/settings.json'],
    [
      'windsurf',
      'user',
      '/Users/a/.codeium/windsurf/mcp_config.json',
      'C:\\Users\\a\\.codeium\\windsurf\\mcp_config.json',
      '/home/a/.codeium/windsurf/mcp_config.json',
    ],
    ['windsurf', 'project', undefined, undefined, undefined],
  ])('%s, %s', (id, scope, darwin, win32, linux) => {
    const file = CLIENTS[id].file[scope]
    const found = Object.entries(machines).map(([platform, machine]) => [platform, file?.(machine)])
    expect(Object.fromEntries(found)).toEqual({ darwin, win32, linux })
  })

  test.each<[ClientId, variable: string, value: string, want: string]>([
    ['claude-code', 'CLAUDE_CONFIG_DIR', '/c', '/c/.claude.json'],
    ['codex', 'CODEX_HOME', '/c', '/c/config.toml'],
    ['vscode', 'XDG_CONFIG_HOME', '/c', '/c/Code/User/mcp.json'],
  ])('%s goes where %s says', (id, variable, value, want) => {
    const get = (name: string) => (name === variable ? value : undefined)
    expect(CLIENTS[id].file.user?.({ ...machines.linux, get })).toBe(want)
  })
})

/** Files as their owners have them: comments where the client takes them, tables and lists of their own. */
const THERE: Readonly<Record<'json' | 'relaxed' | 'toml', string>> = {
  json: '{\r\n\t"mcpServers": {\r\n\t\t"other": { "command": "x" }\r\n\t},\r\n\t"theme":  "dark"\r\n}',
  relaxed: `{
    // mine
    "inputs": [
        { "type": "promptString", "id": "mine" }, // kept
    ],
    "servers": { "mine": { "command": "x" }
    },
    "mcpServers": {
        "other": { "command": "x" }, /* trailing */
    },
}
`,
  toml: `# mine
model = "o9" # kept

[mcp_servers.other]
command = "x"
args = [
  "[mcp_servers.orders]",
]

# about the rest
[profiles.fast]
model = "small"`,
}

function texts(id: ClientId): readonly string[] {
  const { format, comments } = CLIENTS[id]
  if (format === 'toml') return ['', THERE.toml]
  return ['', '{}\n', THERE.json, ...(comments === 'allowed' ? [THERE.relaxed] : [])]
}

function added(id: ClientId, text: string, scope: Scope = 'user', launch = LAUNCH): string {
  const client = CLIENTS[id]
  const edited = addEntry(client, text, launch.name, client.entry(launch, scope), client.inputs(launch))
  if (!edited.ok) throw new Error(JSON.stringify(edited.error))
  return edited.value
}

describe.each(CLIENT_IDS)('%s', (id) => {
  const client = CLIENTS[id]

  test('the entry', () => {
    expect({ user: added(id, ''), project: added(id, '', 'project') }).toMatchSnapshot()
  })

  test.each(texts(id).map((text, at) => [at, text]))('file %i: added once, and undone', (_, text) => {
    const once = added(id, text)
    expect(added(id, once)).toBe(once)
    expect(isResultOf(client, once, 'orders', text)).toBe(true)
    const kept = text.split('\n').filter((line) => /mine|kept|other|theme|trailing|fast|about/.test(line))
    for (const line of kept) expect(once).toContain(line.replace(/\r$/, ''))
    const removed = removeEntry(client, once, 'orders')
    const [before, after] = [text, removed.ok ? removed.value : ''].map((one) => readClientFile(client, one))
    const bare = (file: typeof before) =>
      JSON.stringify(file?.ok ? { inputs: [], [client.key]: {}, ...file.value } : {})
    expect(Object.entries(JSON.parse(bare(after))).sort()).toEqual(Object.entries(JSON.parse(bare(before))).sort())
  })

  test('what a person added stays', () => {
    const own =
      client.format === 'toml' ? 'tool_timeout_sec = 120\n\n[mcp_servers.orders.env]\nPROXY = "p"\n' : undefined
    const text =
      own === undefined
        ? JSON.stringify({
            [client.key]: { orders: { command: 'old', timeout: 9, env: { ORDERS_TOKEN: 'pasted_fake', PROXY: 'p' } } },
          })
        : `[mcp_servers.orders]\ncommand = "old"\n${own}`
    const file = readClientFile(client, added(id, text))
    const entry = file.ok ? Object(file.value[client.key]).orders : undefined
    expect(entry).toMatchObject({ command: LAUNCH.command, args: LAUNCH.args, env: { PROXY: 'p' } })
    expect(entry).toMatchObject(
      own === undefined ? { timeout: 9, env: { ORDERS_TOKEN: 'pasted_fake' } } : { tool_timeout_sec: 120 },
    )
  })

  test('Windows paths and odd names arrive whole', () => {
    const launch = {
      ...LAUNCH,
      name: 'a.b "c"',
      command: 'C:\\Program Files\\nodejs\\node.exe',
      args: ['D:\\x\\"y"\\bridge.js'],
    }
    const file = readClientFile(client, added(id, '', 'user', launch))
    expect(file.ok && Object(file.value[client.key])[launch.name]).toMatchObject({
      command: launch.command,
      args: launch.args,
    })
  })

  test.each(['{ "a": \n', '[1\n', 'a = \n'])('%j is refused', (text) => {
    const edited = addEntry(client, text, 'orders', {}, [])
    expect(edited).toMatchObject({ ok: false, error: { line: expect.any(Number) } })
  })
})

test.each<[ClientId, string]>([
  ['claude-desktop', '{ "mcpServers": {}, "mcpServers": { "x": {} } }'],
  ['codex', 'mcp_servers = { other = { command = "x" } }\n'],
])('%s: a file that can not be changed safely is refused', (id, text) => {
  const client = CLIENTS[id]
  expect(addEntry(client, text, 'orders', client.entry(LAUNCH, 'user'), [])).toEqual({ ok: false, error: 'uneditable' })
})
