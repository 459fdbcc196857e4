import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findProfiles, packageRoot, pathOfFileUrl, toUrl } from '../../src/node/files.ts'

describe.skipIf(process.platform === 'win32')('toUrl', () => {
  test.each([
    ['agent-profiles.json', 'file:///work/agent-profiles.json'],
    ['./a b#c?.json', 'file:///work/a%20b%23c%3F.json'],
    ['../x.json', 'file:///x.json'],
    ['/etc/x.json', 'file:///etc/x.json'],
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['HTTPS://Example.com', 'https://example.com/'],
    ['file:///tmp/x', 'file:///tmp/x'],
    ['ftp://example.com/x', 'ftp://example.com/x'],
    ['c://x', 'file:///work/c:/x'],
    ['//server/share/x.json', 'file://server/share/x.json'],
    ['\\\\server\\share\\x.json', 'file://server/share/x.json'],
  ])('%s', (written, want) => {
    expect(toUrl(written, '/work')).toBe(want)
  })
})

test.each([
  ['file:///tmp/a%20b', '/tmp/a b'],
  ['file://localhost/tmp/x', '/tmp/x'],
  ['file://server/share', undefined],
  ['file:////server/share', undefined],
  ['file:///a%2fb', undefined],
  ['file:///a%00', undefined],
  ['https://example.com/x', undefined],
])('the path of %s', (url, want) => {
  expect(pathOfFileUrl(new URL(url))).toBe(want)
})

describe('findProfiles', () => {
  let cwd: string
  beforeEach(() => {
    cwd = realpathSync(mkdtempSync(join(tmpdir(), 'drawbridge-files-')))
  })
  afterEach(() => rmSync(cwd, { recursive: true }))

  const find = (named?: string, fromEnvironment?: string): unknown => {
    const found = findProfiles({ named, fromEnvironment, cwd })
    return found.ok ? found.value : found.problems[0]
  }
  const url = (...parts: string[]): string => pathToFileURL(join(cwd, ...parts)).href

  test('named beats the environment, and neither has to exist', () => {
    writeFileSync(join(cwd, 'agent-profiles.json'), '{}')
    expect(find('a.json', 'b.json')).toBe(url('a.json'))
    expect(find(undefined, 'b.json')).toBe(url('b.json'))
  })

  test('the folder beats its mcp folder; a directory of that name is passed over', () => {
    mkdirSync(join(cwd, 'mcp'))
    writeFileSync(join(cwd, 'mcp', 'agent-profiles.json'), '{}')
    expect(find()).toBe(url('mcp', 'agent-profiles.json'))
    mkdirSync(join(cwd, 'agent-profiles.json'))
    expect(find()).toBe(url('mcp', 'agent-profiles.json'))
    rmSync(join(cwd, 'agent-profiles.json'), { recursive: true })
    writeFileSync(join(cwd, 'agent-profiles.json'), '{}')
    expect(find()).toBe(url('agent-profiles.json'))
  })

  test('what was looked for in vain is named, or the shipped file is found', () => {
    const shipped = join(packageRoot() ?? '', 'profiles', 'agent-profiles.json')
    const found = find()
    expect([
      pathToFileURL(shipped).href,
      expect.objectContaining({
        code: 'PROFILES_FILE_MISSING',
        args: { tried: [join(cwd, 'agent-profiles.json'), join(cwd, 'mcp', 'agent-profiles.json'), shipped] },
      }),
    ]).toContainEqual(found)
  })
})

describe('packageRoot', () => {
  const root = realpathSync(new URL('../..', import.meta.url))

  test.each(['src/node', 'dist', 'dist/chunks', '.'])('from %s', (folder) => {
    expect(packageRoot(join(root, folder))).toBe(root)
  })

  test('from nowhere', () => {
    expect(packageRoot(tmpdir())).toBeUndefined()
  })
})
