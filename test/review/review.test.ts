/** `bridge review` as a person runs it → what stands on its page. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { MERCHANT_KEY, startFlowPos } from '../../fixtures/flowpos/start-flow-pos.ts'
import { writeProfiles } from '../e2e/profiles-at.ts'
import { runBridge } from '../e2e/run-bridge.ts'
import { HOSTILE, openWorkshop } from './workshop.ts'

/** Text of the page as a reader has it, white space and tags aside. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf('<body>')).replace(/<script>[\s\S]*<\/script>/, '')
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (found) => entities[found] ?? found)
    .replace(/\s+/g, ' ')
}

async function review(profiles: string, ...args: readonly string[]): Promise<string> {
  const run = await runBridge(['review', '--profiles', profiles, '--out', '-', ...args])
  expect(run).toMatchObject({ exit: 0, stderr: '' })
  return run.stdout
}

describe('a changed contract and a stale profile', () => {
  let page: string
  let text: string

  beforeAll(async () => {
    const proven = await openWorkshop({ stale: false })
    expect((await runBridge(['lock', '--profiles', proven.profiles])).exit).toBe(0)
    const lock = await readFile(proven.profiles.replace('.json', '.lock.json'), 'utf8')
    const stale = await openWorkshop({ stale: true })
    await writeFile(stale.profiles.replace('.json', '.lock.json'), lock)
    await stale.change()
    page = await review(stale.profiles)
    text = textOf(page)
  })

  test.each([
    ['counts', 'tools for agents 8 only read 5 write 1 destroy 1 spend 1'],
    ['the verdict', 'Nothing is served of 1 of 3 profiles: workshop_stale'],
    ['where it goes, with what', 'https://api.workshop.example/v4', 'bearer token from WORKSHOP_TOKEN', 'header X-Key'],
    ['risk', 'parts:order_parts Parts: Spend money on parts high risk'],
    ['rules', 'asks the person before each call', 'sends an Idempotency-Key'],
    ['what the model reads', 'Look a job up before you talk about it.', 'Creates a job and tells the technician.'],
    ['arguments', 'lines[].quantity integer optional at least 1', 'jobId string (uuid) required path'],
    ['fixed and forbidden ones', 'branch no: fixed always "north" body nothing', 'discount no: forbidden never sent'],
    ['the own tool', "read_more calls nothing the bridge's own"],
    [
      'what changed, word by word',
      'removed: two added: one hundred jobs',
      'constraint "maximum" is now 100, it was 200',
    ],
    ['the weight of changes', '1 breaking , 1 widening , 1 wording'],
    ['what is wrong', 'OPERATION_NOT_FOUND the contract has no operation "listJob"', 'Did you mean "listJobs"'],
    ['the list of a profile that is not proven', 'Its allowlist, as written Operation Access Needs listJob read'],
    ['what is not allowed', '36 of 43 operations are allowed by none of', 'Staff 18', 'Invoices 10', 'Customers 8'],
  ])('it has %s', (_, ...wanted) => {
    for (const one of wanted) expect(text).toContain(one)
  })

  test('it has one style and one script, and takes nothing from anywhere', () => {
    expect(page.match(/<(?:script|style)\b/g)).toEqual(['<style', '<script'])
    const tags = page.match(/<[^>]+>/g) ?? []
    expect(
      tags.filter((tag) => /^<(?:img|iframe|link|object|embed|base|form|a (?!class="skip"|href))/.test(tag)),
    ).toEqual([])
    expect(tags.filter((tag) => /\s(?:on\w+|style|src)=/.test(tag))).toEqual([])
    expect(page).not.toMatch(/url\(|@import/)
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith('#'))).toBe(true)
  })

  test('hostile words are words', () => {
    for (const words of HOSTILE.filter((one) => /^[\x20-\x7e]*$/.test(one))) {
      expect(text).toContain(words.replace(/\s+/g, ' ').trim())
    }
    expect(page).not.toContain('\u202e')
    expect(page).not.toContain('\u200b')
  })
})

test('the same profiles give the same page; --profile leaves the others out', async () => {
  const { profiles } = await openWorkshop({ stale: false })
  const [one, other] = [await review(profiles), await review(profiles)]
  expect(one).toBe(other)
  const text = textOf(await review(profiles, '--profile', 'workshop_reading'))
  expect(text).toContain('tools for agents 3 only read 3')
  expect(text).not.toContain('Workshop desk')
})

test('a lock that is required and missing is said', async () => {
  const { profiles } = await openWorkshop({ stale: false })
  const written = await readFile(profiles, 'utf8')
  await writeFile(profiles, written.replace('"title": "Workshop desk"', '"title": "Workshop desk", "lock": "required"'))
  const text = textOf(await review(profiles))
  expect(text).toContain('Nothing is served of 1 of 2 profiles: workshop_desk')
  expect(text).toContain('no lock, and it is required')
  expect(text).toContain('LOCK_MISSING')
})

test('a lock that can not be read is said, and nothing is called unlocked', async () => {
  const { profiles } = await openWorkshop({ stale: false })
  await writeFile(profiles.replace('.json', '.lock.json'), '{"version":1')
  const text = textOf(await review(profiles))
  expect(text).toContain('LOCK_MALFORMED')
  expect(text).toContain('not compared')
  expect(text).not.toContain('no lock')
})

describe('the file', () => {
  test('is written where it is asked for, whole', async () => {
    const { profiles, page } = await openWorkshop({ stale: true })
    const run = await runBridge(['review', '--profiles', profiles, '--out', page])
    expect(run).toEqual({ exit: 0, stdout: `Wrote ${page}: open it in a browser.\n`, stderr: '' })
    expect(await readFile(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/)
  })

  test('is not written where it cannot be', async () => {
    const { profiles } = await openWorkshop({ stale: false })
    const run = await runBridge(['review', '--profiles', profiles, '--out', join(profiles, 'review.html')])
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('FILE_UNWRITABLE')
  })

  test('is not written for a profiles file that is none', async () => {
    const run = await runBridge(['review', '--profiles', await writeProfiles('{'), '--out', '-'])
    expect(run).toMatchObject({ exit: 4, stdout: '' })
  })
})

test('a hosted MCP server: its tools, and what the profile leaves out', async () => {
  const shop = await startFlowPos()
  try {
    const shipped = await readFile(new URL('../../profiles/flowpos.json', import.meta.url), 'utf8')
    const profiles = await writeProfiles(shipped.replaceAll('https://api.flowpos.app', shop.origin))
    const run = await runBridge(['review', '--profiles', profiles, '--out', '-'], { FLOWPOS_MCP_TOKEN: MERCHANT_KEY })
    const text = textOf(run.stdout)
    expect(text).toContain(`Hosted MCP server ${shop.url}`)
    expect(text).toContain('Every operation on the lists is proven')
    expect(text).toMatch(/\d+ of \d+ operations are allowed by none of flowpos_reports/)
    expect(run.stdout).not.toContain(MERCHANT_KEY)
  } finally {
    await shop.close()
  }
})

test('1,500 operations make a page below a megabyte', async () => {
  const paths = Object.fromEntries(
    Array.from({ length: 1500 }, (_, index) => [
      `/things/${index}/parts/{partId}`,
      {
        get: {
          operationId: `getThing${index}Part`,
          tags: [`Things ${index % 25}`],
          summary: `Read one part of the thing number ${index}, with everything that belongs to it`,
          parameters: [{ name: 'partId', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'Fine.' } },
        },
      },
    ]),
  )
  const upstream = { kind: 'openapi', contract: './large.json', baseUrl: 'https://api.example.com' }
  const profiles = await writeProfiles(
    JSON.stringify({ version: 1, profiles: { large: { upstream, tools: ['getThing7Part'] } } }),
  )
  const contract = { openapi: '3.1.0', info: { title: 'Large', version: '1' }, paths }
  await writeFile(join(profiles, '..', 'large.json'), JSON.stringify(contract))
  const page = await review(profiles)
  expect(textOf(page)).toContain('1499 of 1500 operations are allowed by none of')
  expect(page.length).toBeLessThan(1_000_000)
})
