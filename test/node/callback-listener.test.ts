import { request } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { type CallbackListener, listenForCallback } from '../../src/node/callback-listener.ts'

const opened: CallbackListener[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})

async function listening(): Promise<CallbackListener> {
  const listener = await listenForCallback()
  opened.push(listener)
  return listener
}

interface Answer {
  readonly status: number | undefined
  readonly policy: unknown
  readonly page: string
}

function ask(
  listener: CallbackListener,
  target: string,
  options: { method?: string; host?: string } = {},
): Promise<Answer> {
  const { port, host } = new URL(listener.redirectUri)
  const headers = { host: options.host ?? host }
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path: target, method: options.method ?? 'GET', headers },
      (answer) => {
        let page = ''
        answer.setEncoding('utf8').on('data', (chunk) => (page += chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode, policy: answer.headers['content-security-policy'], page }),
        )
      },
    )
    asked.on('error', reject).end()
  })
}

test.each<{ target: string; options?: { method?: string; host?: string }; want: number }>([
  { target: '/', want: 404 },
  { target: '/callback/', want: 404 },
  { target: '//evil.example/callback', want: 404 },
  { target: '/callback?code=x', options: { method: 'POST' }, want: 405 },
  { target: '/callback?code=x', options: { method: 'HEAD' }, want: 405 },
  { target: '/callback?code=x', options: { host: 'evil.example' }, want: 421 },
  { target: '/callback?code=x', options: { host: 'localhost' }, want: 421 },
  { target: `/callback?code=${'x'.repeat(9_000)}`, want: 414 },
])('$options $target is $want, and the listener goes on', async ({ target, options, want }) => {
  const listener = await listening()
  expect(await ask(listener, target.slice(0, 10_000), options)).toMatchObject({ status: want, page: '' })
  expect(await ask(listener, '/callback?code=right&state=s')).toMatchObject({ status: 200 })
  expect(String(await listener.callback(5))).toBe('code=right&state=s')
})

test('the page has nothing of the request, and a second answer comes too late', async () => {
  const listener = await listening()
  const first = await ask(listener, '/callback?error=%3Cscript%3E&error_description=%3Cscript%3Ealert(1)')
  expect(first.policy).toContain("default-src 'none'")
  expect(first.page).not.toMatch(/script|alert/)
  expect(await ask(listener, '/callback?code=another')).toMatchObject({ status: 410, page: '' })
  expect((await listener.callback(5))?.get('code')).toBeNull()
})

test('nothing in time is nothing, and the port is this machine’s own', async () => {
  const listener = await listening()
  expect(listener.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  expect(await listener.callback(0.01)).toBeUndefined()
})
