import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { COMPANY, OTHER_COMPANY } from '../../fixtures/neonpanel/books.ts'
import { type NeonPanel, type NeonPanelOptions, startNeonPanel } from '../../fixtures/neonpanel/start-neon-panel.ts'
import type { JsonValue } from '../../src/lib/json.ts'
import { closing, legacyClient, modernClient, type Person, type Says } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'

const SHIPPED = fileURLToPath(new URL('../../profiles/neonpanel.json', import.meta.url))
const REAL = fileURLToPath(new URL('../../../shared/contracts/neonpanel-openapi.json', import.meta.url))

const FAST = { requests: 1000, perMs: 1000 }
const api = async (options: NeonPanelOptions = { limit: FAST }): Promise<NeonPanel> =>
  closing(await startNeonPanel(options))

const READS = [
  'listCompanies',
  'listReports',
  'getReportData',
  'revenueAndCogsSummary',
  'listWarehouses',
  'bills.list',
  'bills.read',
] as const
const WRITES = [
  { operation: 'bills.create', access: 'write', confirm: true },
  { operation: 'bills.update', access: 'write' },
  { operation: 'paymentRequests.update', access: 'spend', confirm: true },
  { operation: 'syncListing', access: 'write' },
]
const IMPORTS = [
  { operation: 'createDocumentsByPdf', access: 'write', internal: true },
  { operation: 'checkImportProcessing', internal: true },
  { operation: 'getImportInstructions', internal: true },
]
const TOOLS = [...READS, ...WRITES, ...IMPORTS]

interface Given {
  readonly contract?: string
  readonly tools?: readonly (string | object)[]
  readonly rateLimit?: object
}

function profilesAt({ contract, origin }: NeonPanel, given: Given = {}): Promise<string> {
  const { tools = TOOLS, rateLimit } = given
  const panel = {
    upstream: { kind: 'openapi', contract: given.contract ?? contract, baseUrl: origin },
    auth: { type: 'bearer', token: { env: 'PANEL_TOKEN' }, renew: 'Sign in again.' },
    tools,
    rateLimit,
  }
  return writeProfiles(JSON.stringify({ version: 1, profiles: { panel } }))
}

async function connect(panel: NeonPanel, given: Given & { readonly says?: Says; readonly token?: string } = {}) {
  const args = ['--profiles', await profilesAt(panel, given)]
  return modernClient(args, { PANEL_TOKEN: given.token ?? panel.token }, given.says)
}

const json = async (person: Person, name: string, args?: Record<string, unknown>) =>
  JSON.parse((await person.call(name, args)).text)
/** Requests for operations, not for contracts. */
const calls = ({ requests }: NeonPanel) => requests.filter(({ path }) => path.startsWith('/api/'))

describe.skipIf(!existsSync(REAL))('the contract itself (skipped where it is not beside the project)', () => {
  test('proves the shipped profiles, with nothing to remark', async () => {
    const named = ['--profile', 'neonpanel_analyst', '--profile', 'neonpanel_documents']
    const args = ['check', '--profiles', SHIPPED, ...named, '--contract', REAL, '--format', 'json', '--strict']
    const run = await runBridge(args)
    const { ok, profiles } = JSON.parse(run.stdout)
    expect([run.exit, ok]).toEqual([0, true])
    expect(profiles.map(({ problems }: { problems: unknown }) => problems)).toEqual([[], []])
  })

  test('a read with a body is refused by the check', async () => {
    const tools = ['getProducts']
    const upstream = { kind: 'openapi', contract: REAL, baseUrl: 'https://my.neonpanel.com' }
    const auth = { type: 'bearer', token: { env: 'PANEL_TOKEN' } }
    const file = await writeProfiles(JSON.stringify({ version: 1, profiles: { panel: { upstream, auth, tools } } }))
    const run = await runBridge(['check', '--profiles', file])
    expect([run.exit, run.stdout]).toEqual([5, expect.stringContaining('BODY_UNSUPPORTED')])
  })
})

describe('the contract', () => {
  test('says the same as JSON and as YAML, whose dates stay text', async () => {
    const panel = await api()
    const listed = await Promise.all(
      [panel.contract, panel.yamlContract].map(async (contract) => {
        const profiles = await profilesAt(panel, { contract })
        return (await runBridge(['tools', '--profiles', profiles, '--format', 'json'])).stdout
      }),
    )
    expect(JSON.parse(listed[0] ?? '')).toHaveLength(TOOLS.length)
    expect(listed[1]).toBe(listed[0])
  })

  test.each([
    { name: 'an internal operation', tools: ['getImportInstructions'], want: 'OPERATION_INTERNAL' },
    { name: 'a read with a body', tools: ['getProducts'], want: 'BODY_UNSUPPORTED' },
    { name: 'a write as a read', tools: ['syncListing'], want: 'ACCESS_UNDECLARED' },
    {
      name: 'the name of a tool that the API once had',
      tools: ['neonpanel_listCompanies'],
      want: 'OPERATION_NOT_FOUND',
    },
  ])('$name fails the check', async ({ tools, want }) => {
    const panel = await api()
    const run = await runBridge(['check', '--profiles', await profilesAt(panel, { tools })])
    expect([run.exit, run.stdout]).toEqual([5, expect.stringContaining(want)])
    expect(calls(panel)).toEqual([])
  })

  test('operations without an id are nobody’s by accident', async () => {
    const panel = await api()
    const { stdout } = await runBridge(['tools', '--profiles', await profilesAt(panel), '--format', 'json'])
    expect(stdout).not.toContain('oauth2')
  })

  test('an operation that vanished is named, and nothing is served', async () => {
    const panel = await api({
      limit: FAST,
      mutate: ({ paths, ...contract }) => ({
        ...contract,
        paths: Object.fromEntries(
          Object.entries<JsonValue>(Object(paths)).filter(([path]) => path !== '/api/v1/reports'),
        ),
      }),
    })
    const run = await runBridge(['start', '--profiles', await profilesAt(panel)], { PANEL_TOKEN: panel.token })
    expect([run.exit, run.stdout]).toEqual([5, ''])
    expect(run.stderr).toContain('"listReports"')
  })

  test('another host in it gets neither requests nor the token', async () => {
    const panel = await api()
    const run = await runBridge(['call', 'listReports', '--profiles', await profilesAt(panel), '--dry-run'])
    expect(run.stdout).toContain(`host: ${new URL(panel.origin).host}\n`)
    expect(run.stdout).not.toContain('my.panel.example')
  })
})

describe('reading', () => {
  test('lists are one key for each value, whether or not the contract says so', async () => {
    const panel = await api()
    const given = {
      company_uuids: [COMPANY, OTHER_COMPANY],
      country_codes: ['DE', 'A&B'],
      grouping: ['company', 'country'],
      start_date: '2024-01-01',
    }
    const { companies, countries, grouping } = await json(await connect(panel), 'revenueAndCogsSummary', given)
    expect([companies, countries, grouping]).toEqual([given.company_uuids, given.country_codes, given.grouping])
    expect(calls(panel)[0]?.path).toContain('country_codes=DE&country_codes=A%26B')
  })

  test('pages and 64-bit ids arrive as they are', async () => {
    const panel = await api()
    const person = await connect(panel)
    const { text } = await person.call('listCompanies', { page: 1, per_page: 10 })
    expect(text).toContain('"id":9007199254740993')
    expect(JSON.parse(text)).toMatchObject({ current_page: 1, per_page: 10, last_page: 1 })
    // a page is an argument only where the contract has it
    expect((await person.call('bills_list', { companyUuid: COMPANY, page: 2 })).isError).toBe(true)
  })

  test.each<{ name: string; tool: string; args: Record<string, unknown>; want: readonly string[] }>([
    { name: '403 of another company', tool: 'listWarehouses', args: { companyUuid: OTHER_COMPANY }, want: ['403'] },
    { name: '404', tool: 'getReportData', args: { reportId: 8 }, want: ['404', 'No query results'] },
    {
      name: '400 of a closed period',
      tool: 'bills_update',
      args: { companyUuid: COMPANY, billId: 1, ref_number: 'B', date: '2019-01-01' },
      want: ['400', 'Entry Locked Date'],
    },
    {
      name: '422 with a fault of a field',
      tool: 'bills_update',
      args: { companyUuid: COMPANY, billId: 1, ref_number: 'B', vendor: 'Nobody' },
      want: ['422', 'The given data was invalid.', '- vendor: The selected vendor is invalid.'],
    },
  ])('$name', async ({ tool, args, want }) => {
    const answer = await (await connect(await api())).call(tool, args)
    expect(answer.isError).toBe(true)
    for (const words of want) expect(answer.text).toContain(words)
  })

  test('a path value stays in its segment', async () => {
    const panel = await api()
    const answer = await (await connect(panel)).call('listWarehouses', { companyUuid: `${COMPANY}/../bills` })
    expect([answer.isError, calls(panel)]).toEqual([true, []])
  })

  test('an expired token says how to get another one, and is not shown', async () => {
    const answer = await (await connect(await api(), { token: 'np_fake_expired_0009' })).call('listReports')
    expect([answer.isError, answer.text]).toEqual([true, expect.stringContaining('Sign in again')])
    expect(answer.text).not.toContain('np_fake')
  })
})

describe('writing', () => {
  test('a payment that is declined changes nothing', async () => {
    const panel = await api()
    const person = await connect(panel, { says: 'decline' })
    const pay = { companyUuid: COMPANY, paymentId: 3, paid_amount: 99.5, payment_date: null }
    const answer = await person.call('paymentRequests_update', pay)
    expect([answer.isError, answer.text]).toEqual([true, expect.stringContaining('not confirmed')])
    expect(person.questions).toEqual([expect.stringContaining('- paid_amount: 99.5')])
    expect([calls(panel), panel.books.payments.size]).toEqual([[], 0])
  })

  test('what is agreed to is done', async () => {
    const panel = await api()
    const person = await connect(panel, { says: 'accept' })
    const bill = { companyUuid: COMPANY, ref_number: 'B-2', date: null, total: 0.1 }
    expect(await json(person, 'bills_create', bill)).toMatchObject({ id: 2, ref_number: 'B-2' })
    expect((await person.call('syncListing', { companyUuid: COMPANY, listingId: 4 })).isError).toBe(false)
    expect(person.questions).toHaveLength(1)
    expect(panel.books.bills).toHaveLength(2)
  })
})

test('an import is begun, asked for and done', async () => {
  const person = await connect(await api())
  expect((await person.call('getImportInstructions', { type: 'bill' })).text).toContain('Send a PDF.\nOne bill a file.')
  const file = { name: 'bill.pdf', link: 'https://files.example/bill.pdf' }
  const begun = await person.call('createDocumentsByPdf', { companyUuid: COMPANY, type: 'bill', file })
  expect(begun.isError).toBe(false)
  expect(begun.text).toMatch(/202 Accepted: .*not done with it yet\.\nAsk for the outcome in 15 seconds, not before\./)
  expect(begun.text).toContain('Request id: "00000000-0000-4000-8000-000000000001".')
  const [requestId] = /0{8}-0000-4000-8000-0{11}1/.exec(begun.text) ?? []
  const status = { companyUuid: COMPANY, type: 'bill', requestId }
  const pending = await person.call('checkImportProcessing', status)
  expect(pending.text).toMatch(/"pending"[\s\S]*Ask for the outcome in 1[3-6] seconds/)
  expect((await person.call('checkImportProcessing', status)).text).toContain('"done"')
})

describe('a burst of 100 calls', () => {
  test('keeps to the rate: nothing is refused, nothing is lost', async () => {
    const panel = await api({ limit: { requests: 30, perMs: 1000 } })
    const args = ['--profiles', await profilesAt(panel, { rateLimit: { requests: 30, perSeconds: 1 } })]
    const person = await legacyClient(args, { PANEL_TOKEN: panel.token })
    const answers = await Promise.all(Array.from({ length: 100 }, () => person.call('listReports')))
    expect(answers.filter(({ isError }) => isError)).toEqual([])
    expect([calls(panel).length, panel.refusals()]).toEqual([100, 0])
  })

  test('without a rate is refused by the API, and says for how long', async () => {
    const panel = await api({ limit: { requests: 30, perMs: 60_000 } })
    const person = await connect(panel)
    const answers = await Promise.all(Array.from({ length: 40 }, () => person.call('listReports')))
    const refused = answers.filter(({ isError }) => isError)
    expect(refused).toHaveLength(10)
    expect(refused[0]?.text).toContain('Too many requests. Please retry shortly.')
    expect(refused[0]?.text).toMatch(/retry after: (60|59|58|57|56|55) seconds/)
  })
})
