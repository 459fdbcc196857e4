/** `bridge config` as a person runs it, on files in a home of its own. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BRIDGE, runBridge } from './run-bridge.ts'

const PROFILES = fileURLToPath(new URL('../../profiles/agent-profiles.json', import.meta.url))

let home: string
let file: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'bridge-config-'))
  file = join(home, '.cursor', 'mcp.json')
})
afterEach(() => rm(home, { recursive: true, force: true }))

const config = (...args: readonly string[]) =>
  runBridge(['config', ...args, '--profiles', PROFILES], {
    HOME: home,
    USERPROFILE: home,
    MCP_USER_TOKEN: 'frp_fake_token_0001',
  })

async function there(text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

test('printed: the entry alone on stdout, where it goes on stderr, and nothing written', async () => {
  const run = await config('cursor')
  expect(JSON.parse(run.stdout)).toEqual({
    mcpServers: {
      technician_assistant: {
        command: process.execPath,
        args: [BRIDGE, 'start', '--profiles', PROFILES, '--profile', 'technician_assistant'],
        env: { MCP_USER_TOKEN: `\${env:MCP_USER_TOKEN}` },
      },
    },
  })
  expect([run.exit, run.stderr]).toEqual([0, expect.stringContaining(file)])
  // newer versions of Node.js keep compiled code there
  expect((await readdir(home)).filter((name) => name !== '.cache')).toEqual([])
})

test('written, unchanged, removed: and nothing is left of it', async () => {
  const first = await config('cursor', '--write')
  expect([first.exit, first.stdout]).toEqual([0, expect.stringContaining('MCP_USER_TOKEN')])
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  const again = await config('cursor', '--write')
  expect([again.exit, again.stdout]).toEqual([0, expect.stringContaining('Unchanged')])
  const removed = await config('cursor', '--remove')
  expect([removed.exit, await readdir(dirname(file))]).toEqual([0, []])
})

test('beside what is there, which comes back as it was', async () => {
  const before = '{\n\t// mine\n\t"mcpServers": {\n\t\t"other": {} }, "x":  1 }'
  await there(before)
  await config('cursor', '--write', '--name', 'drawbridge')
  expect(await readFile(`${file}.backup`, 'utf8')).toBe(before)
  const after = await readFile(file, 'utf8')
  expect(after).toContain('"drawbridge"')
  const removed = await config('cursor', '--remove', '--name', 'drawbridge')
  expect([removed.exit, await readFile(file, 'utf8')]).toEqual([0, before])
  expect(await readdir(dirname(file))).toEqual(['mcp.json'])
})

test('taken out, too, where the entry was written twice, or something else changed since', async () => {
  await config('cursor', '--write')
  await writeFile(file, (await readFile(file, 'utf8')).replace(JSON.stringify(process.execPath), '"/old/node"'))
  await config('cursor', '--write')
  await writeFile(file, (await readFile(file, 'utf8')).replace('{', '{\n  "mine": 1,'))
  const removed = await config('cursor', '--remove')
  expect([removed.exit, removed.stdout]).toEqual([0, expect.stringContaining('.backup')])
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ mine: 1, mcpServers: {} })
})

test('a token that a person put into the entry stays, and no backup is made for nothing', async () => {
  await config('cursor', '--write')
  const pasted = (await readFile(file, 'utf8')).replace(`\${env:MCP_USER_TOKEN}`, 'pasted_fake')
  await writeFile(file, pasted)
  const again = await config('cursor', '--write')
  expect([again.stdout, await readFile(file, 'utf8')]).toEqual([expect.stringContaining('Unchanged'), pasted])
  expect(await readdir(dirname(file))).toEqual(['mcp.json'])
})

describe('refused, and nothing is touched', () => {
  test.each([
    ['no JSON', 'cursor', '{\n  "mcpServers": \n}', 'CLIENT_FILE_MALFORMED', ':3'],
    ['a list', 'cursor', '[]', 'CLIENT_FILE_MALFORMED', ':1'],
    [
      'names that are there twice',
      'cursor',
      '{ "mcpServers": {}, "mcpServers": {} }',
      'CLIENT_FILE_UNEDITABLE',
      'by hand',
    ],
  ])('%s', async (_, client, text, code, said) => {
    await there(text)
    const run = await config(client, '--write')
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining(code)])
    expect(run.stderr).toContain(said)
    expect([await readFile(file, 'utf8'), await readdir(dirname(file))]).toEqual([text, ['mcp.json']])
  })

  test('comments, where the client takes none', async () => {
    file = join(home, '.claude.json')
    await there('{\n  // mine\n}')
    const run = await config('claude-code', '--write')
    expect([run.exit, run.stderr]).toEqual([2, expect.stringMatching(/plain JSON[\s\S]*claude\.json:2/)])
  })

  test('an entry that is not there', async () => {
    await there('{ "mcpServers": { "other": {} } }')
    const run = await config('cursor', '--remove')
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining('"other": name one with --name')])
  })

  test.each([
    ['an unknown client', ['emacs'], 'Allowed choices are claude-desktop'],
    ['a scope that there is not', ['windsurf', '--scope', 'project'], 'no configuration of a project'],
    ['an unknown profile', ['cursor', '--profile', 'nobody'], 'PROFILE_UNKNOWN'],
  ])('%s', async (_, args, said) => {
    const run = await config(...args)
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining(said)])
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a home that is read-only', async () => {
    await chmod(home, 0o500)
    const run = await config('cursor', '--write')
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining('FILE_UNWRITABLE')])
  })
})
