/** What the README says of the other systems, compared with the profiles files that are shipped for them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { tablesUnder } from './markdown.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const OUTSIDE = await readFile(join(ROOT, 'README.md'), 'utf8')

interface ShippedAuth {
  readonly type: string
  readonly token?: { readonly env: string }
  readonly prefix?: string
}

test('the other systems are as their profiles files say', async () => {
  const [rows = []] = tablesUnder(OUTSIDE, 'Four more systems')
  expect(rows).toHaveLength(4)
  for (const [system, link, ids, credential, needed] of rows) {
    const file = JSON.parse(await readFile(join(ROOT, /\((.*)\)/.exec(link ?? '')?.[1] ?? ''), 'utf8'))
    const all = Object.values<{ auth: ShippedAuth; upstream: { kind: string } }>(file.profiles)
    const said = all.map(({ auth }) =>
      auth.type === 'oauth2'
        ? '`bridge login`'
        : [auth.token?.env, auth.prefix]
            .filter((one) => one !== undefined)
            .map((one) => `\`${one}\``)
            .join(', starts with '),
    )
    expect([system, ids]).toEqual([
      system,
      Object.keys(file.profiles)
        .map((id) => `\`${id}\``)
        .join(', '),
    ])
    expect([system, credential]).toEqual([system, ...new Set(said)])
    expect([system, needed]).toEqual([system, all.every(({ upstream }) => upstream.kind === 'mcp') ? 'yes' : 'no'])
  }
})

test('what costs credits asks first and has a key; top-ups and approvals are nowhere', async () => {
  const file = JSON.parse(await readFile(join(ROOT, 'profiles', 'geopera.json'), 'utf8'))
  const tools = Object.values<{ tools: Record<string, unknown>[] }>(file.profiles).flatMap((one) => one.tools)
  const spending = tools.filter(({ access }) => access === 'spend')
  expect(spending.map(({ confirm, idempotencyKey }) => [confirm, idempotencyKey])).toEqual(
    spending.map(() => [true, true]),
  )
  expect(spending.length).toBeGreaterThan(0)
  expect(tools.filter(({ operation }) => /topup|approv/.test(String(operation)))).toEqual([])
})
