/** The clients that the bridge writes entries for. */
import { posix, win32 } from 'node:path'
import type { JsonObject } from '../../lib/json.ts'
import type { Client, ClientId, Launch, Machine, SecretInput } from './model.ts'

type InFolder = (machine: Machine) => string

function join({ platform }: Machine, ...parts: readonly string[]): string {
  return (platform === 'win32' ? win32 : posix).join(...parts)
}

const inHome =
  (...parts: readonly string[]): InFolder =>
  (machine) =>
    join(machine, machine.home, ...parts)

const inProject =
  (...parts: readonly string[]): InFolder =>
  (machine) =>
    join(machine, machine.cwd, ...parts)

/** In the folder that the client may be told of by a variable. */
const inNamed =
  (variable: string, folder: string, file: string): InFolder =>
  (machine) =>
    join(machine, machine.get(variable) ?? join(machine, machine.home, folder), file)

/** Where desktop programs keep what is the user's. */
const inApplications =
  (...parts: readonly string[]): InFolder =>
  (machine) => {
    const { platform, home, get } = machine
    if (platform === 'win32')
      return join(machine, get('APPDATA') ?? join(machine, home, 'AppData', 'Roaming'), ...parts)
    if (platform === 'darwin') return join(machine, home, 'Library', 'Application Support', ...parts)
    return join(machine, get('XDG_CONFIG_HOME') ?? join(machine, home, '.config'), ...parts)
  }

/** An entry whose `env` names each variable in the client's own way. */
function plainEntry({ command, args, variables }: Launch, placeholder?: (variable: string) => string): JsonObject {
  const env = placeholder === undefined ? [] : variables.map((name): [string, string] => [name, placeholder(name)])
  return { command, args: [...args], ...(env.length === 0 ? {} : { env: Object.fromEntries(env) }) }
}

const none = (): readonly SecretInput[] => []

function inputId({ name, variables }: Launch, variable: string): string {
  return variables.length === 1 ? `${name}-token` : `${name}-${variable.toLowerCase().replaceAll('_', '-')}`
}

function setVariables({ variables }: Launch, where: string): string {
  return variables.length === 0 ? '' : `Set ${variables.join(' and ')} ${where}. `
}

export const CLIENTS: Readonly<Record<ClientId, Client>> = {
  'claude-desktop': {
    title: 'Claude Desktop',
    format: 'json',
    comments: 'refused',
    key: 'mcpServers',
    // it fills in nothing: a person puts the token in the place of this
    entry: (launch) => plainEntry(launch, (variable) => `\${${variable}}`),
    inputs: none,
    file: { user: inApplications('Claude', 'claude_desktop_config.json'), project: undefined },
    next: ({ variables }) =>
      variables.length === 0
        ? 'Restart Claude Desktop.'
        : `Claude Desktop fills in no placeholders: put the token in place of ${variables.map((one) => `\${${one}}`).join(' and ')} in that file, and restart it. A bundle of "bridge pack" asks for the token instead, and keeps it safe.`,
  },
  'claude-code': {
    title: 'Claude Code',
    format: 'json',
    comments: 'refused',
    key: 'mcpServers',
    // it hands its whole environment on; only what a team shares has to say what is needed
    entry: (launch, scope) => ({
      type: 'stdio',
      ...plainEntry(launch, scope === 'project' ? (variable) => `\${${variable}}` : undefined),
    }),
    inputs: none,
    file: { user: inNamed('CLAUDE_CONFIG_DIR', '', '.claude.json'), project: inProject('.mcp.json') },
    next: (launch) =>
      `${setVariables(launch, 'in the shell that you start Claude Code from')}"claude mcp list" shows the entry.`,
  },
  cursor: {
    title: 'Cursor',
    format: 'json',
    comments: 'allowed',
    key: 'mcpServers',
    entry: (launch) => plainEntry(launch, (variable) => `\${env:${variable}}`),
    inputs: none,
    file: { user: inHome('.cursor', 'mcp.json'), project: inProject('.cursor', 'mcp.json') },
    next: (launch) => `${setVariables(launch, 'in the environment that Cursor is started with')}Restart Cursor.`,
  },
  vscode: {
    title: 'VS Code',
    format: 'json',
    comments: 'allowed',
    key: 'servers',
    entry: (launch) => ({
      type: 'stdio',
      ...plainEntry(launch, (variable) => `\${input:${inputId(launch, variable)}}`),
    }),
    inputs: (launch) =>
      launch.variables.map((variable) => {
        const id = inputId(launch, variable)
        return {
          id,
          value: { type: 'promptString', id, description: `${variable} for ${launch.name}`, password: true },
        }
      }),
    file: { user: inApplications('Code', 'User', 'mcp.json'), project: inProject('.vscode', 'mcp.json') },
    next: () => 'VS Code asks for the token when it first starts the server, and keeps it in its secret storage.',
  },
  codex: {
    title: 'Codex',
    format: 'toml',
    comments: 'allowed',
    key: 'mcp_servers',
    entry: (launch) => ({
      ...plainEntry(launch),
      ...(launch.variables.length === 0 ? {} : { env_vars: [...launch.variables] }),
    }),
    inputs: none,
    file: { user: inNamed('CODEX_HOME', '.codex', 'config.toml'), project: inProject('.codex', 'config.toml') },
    next: (launch) =>
      `${setVariables(launch, 'in the shell that you start Codex from')}"codex mcp list" shows the entry.`,
  },
  gemini: {
    title: 'Gemini CLI',
    format: 'json',
    comments: 'allowed',
    key: 'mcpServers',
    entry: (launch) => plainEntry(launch, (variable) => `\${${variable}}`),
    inputs: none,
    file: { user: inHome('.gemini', 'settings.json'), project: inProject('.gemini', 'settings.json') },
    next: (launch) =>
      `${setVariables(launch, 'in the shell that you start Gemini CLI from')}"gemini mcp list" shows the entry, in a folder that it trusts.`,
  },
  windsurf: {
    title: 'Windsurf',
    format: 'json',
    comments: 'allowed',
    key: 'mcpServers',
    entry: (launch) => plainEntry(launch, (variable) => `\${env:${variable}}`),
    inputs: none,
    file: { user: inHome('.codeium', 'windsurf', 'mcp_config.json'), project: undefined },
    next: (launch) => `${setVariables(launch, 'in the environment that Windsurf is started with')}Restart Windsurf.`,
  },
}
