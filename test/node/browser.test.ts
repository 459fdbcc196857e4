import { expect, test } from 'vitest'
import { type BrowserParts, browserUrl, openBrowser } from '../../src/node/browser.ts'

test.each<[string, string | undefined]>([
  ['https://id.example/authorize?a=1&b=x%20y', 'https://id.example/authorize?a=1&b=x+y'],
  ['http://127.0.0.1:8080/a', 'http://127.0.0.1:8080/a'],
  ['https://id.example/?a=$(calc)', 'https://id.example/?a=%24%28calc%29'],
  ['https://id.example/$(calc);x', 'https://id.example/%24%28calc%29%3Bx'],
  ['https://id.example/%USERPROFILE%', 'https://id.example/%25USERPROFILE%25'],
  ['https://id.example/?x=" & calc', 'https://id.example/?x=%22+&+calc='],
  ['https://id.example/#$(calc)', 'https://id.example/'],
  ['http://evil.example/', undefined],
  ['https://user@evil.example/', undefined],
  ['javascript:alert(1)', undefined],
  ['file:///etc/passwd', undefined],
  ['smb://evil.example/x', undefined],
  ['search-ms:query=x', undefined],
  ['--help', undefined],
  [`https://id.example/${'a'.repeat(9_000)}`, undefined],
])('%s is opened as %s', (given, want) => {
  expect(browserUrl(given)).toBe(want)
})

test.each<[NodeJS.Platform, string[] | undefined]>([
  ['darwin', ['/usr/bin/open']],
  ['linux', ['/usr/local/bin/xdg-open']],
  ['win32', ['D:\\Windows\\System32\\rundll32.exe', 'url.dll,FileProtocolHandler']],
])('on %s by an absolute path, without our secrets', async (platform, program) => {
  const runs: unknown[] = []
  const parts: BrowserParts = {
    platform,
    variables: { SystemRoot: 'D:\\Windows', HOME: '/home/ada', FAKE_TOKEN: 'fake', MCP_USER_TOKEN: 'fake' },
    exists: (path) => path === '/usr/local/bin/xdg-open',
    run: async (name, args, env) => {
      runs.push([[name, ...args], env])
      return true
    },
  }
  expect(await openBrowser('https://id.example/a', parts)).toBe(true)
  expect(await openBrowser('file:///etc/passwd', parts)).toBe(false)
  const plain = { SystemRoot: 'D:\\Windows', HOME: '/home/ada' }
  expect(runs).toEqual([[[...(program ?? []), 'https://id.example/a'], plain]])
  expect(await openBrowser('https://id.example/a', { ...parts, exists: () => false })).toBe(platform !== 'linux')
})
