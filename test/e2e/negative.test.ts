import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import * as drift from './drift.ts'
import { fixtureProfilesAt } from './profiles-at.ts'
import { type Run, runBridge } from './run-bridge.ts'
import { type ContractServer, serveContracts } from './serve-contracts.ts'
import { openLegacySession } from './session.ts'

const TOKEN = 'frp_fake_technician_token_0001'
const TOKENS = { TEST_USER_TOKEN: TOKEN, TEST_ORG_TOKEN: 'shopos_fake_manager_token_0002' }

interface Row {
  readonly broken: string
  /** A file of `test/fixtures/profiles/`; `good` where it is something else that is broken. */
  readonly profiles?: string
  readonly drift?: drift.Drift
  /** What the contract server is asked for in place of the profile's contract. */
  readonly contract?: string
  readonly args?: readonly string[]
  readonly exit: number
  readonly codes: readonly string[]
  /** The allowlist entry that the problem belongs to. */
  readonly operation?: string
}

/** Wrong by the profiles file or the command line alone: nothing is fetched. */
const WITHOUT_NETWORK: readonly Row[] = [
  { broken: 'misspelt profile', args: ['--profile', 'technican'], exit: 2, codes: ['PROFILE_UNKNOWN'] },
  { broken: 'profile of the prototype', args: ['--profile', '__proto__'], exit: 2, codes: ['PROFILE_UNKNOWN'] },
  { broken: 'wildcard', profiles: 'wildcard', exit: 4, codes: ['PROFILES_WILDCARD'] },
  { broken: 'empty allowlist', profiles: 'empty-list', exit: 4, codes: ['PROFILES_EMPTY_ALLOWLIST'] },
  { broken: 'unknown key', profiles: 'unknown-key', exit: 4, codes: ['PROFILES_UNKNOWN_KEY'] },
  { broken: 'duplicate key', profiles: 'duplicate-key', exit: 4, codes: ['PROFILES_DUPLICATE_KEY'] },
  { broken: 'profiles not JSON', profiles: 'not-json', exit: 4, codes: ['PROFILES_NOT_JSON'] },
  { broken: 'tools not a list', profiles: 'wrong-type', exit: 4, codes: ['PROFILES_INVALID'] },
  { broken: 'unknown permission', profiles: 'unknown-permission', exit: 4, codes: ['PERMISSION_UNKNOWN'] },
  { broken: 'super permission', profiles: 'super-permission', exit: 4, codes: ['PERMISSION_ILLEGAL'] },
  { broken: 'illegal tool name', profiles: 'illegal-name', exit: 4, codes: ['TOOL_NAME_ILLEGAL'] },
  { broken: 'unknown default', profiles: 'unknown-default-profile', exit: 4, codes: ['DEFAULT_PROFILE_UNKNOWN'] },
  { broken: 'plain http off loopback', profiles: 'insecure-contract', exit: 4, codes: ['URL_INSECURE'] },
  { broken: 'password in a URL', profiles: 'user-info', exit: 4, codes: ['URL_USER_INFO'] },
  { broken: 'secret written down', profiles: 'secret-written', exit: 4, codes: ['PROFILES_SECRET_WRITTEN'] },
]

/** Found out by loading the contract, or by the check. */
const WITH_NETWORK: readonly Row[] = [
  { broken: 'contract not JSON', contract: '/not-json.json', exit: 3, codes: ['CONTRACT_NOT_PARSABLE'] },
  { broken: 'contract not OpenAPI', contract: '/not-openapi.json', exit: 3, codes: ['CONTRACT_NOT_OPENAPI'] },
  { broken: 'contract a list', contract: '/array.json', exit: 3, codes: ['CONTRACT_NOT_OPENAPI'] },
  { broken: 'OpenAPI 9.9', contract: '/version-9.json', exit: 3, codes: ['CONTRACT_VERSION_UNSUPPORTED'] },
  {
    broken: 'duplicate key in the contract',
    contract: '/duplicate-key.json',
    exit: 3,
    codes: ['CONTRACT_DUPLICATE_KEY'],
  },
  { broken: 'HTML with status 200', contract: '/page.html', exit: 3, codes: ['CONTRACT_IS_HTML'] },
  { broken: 'HTML said to be JSON', contract: '/html-as-json.json', exit: 3, codes: ['CONTRACT_IS_HTML'] },
  { broken: 'status 404', contract: '/missing.json', exit: 3, codes: ['CONTRACT_HTTP_STATUS'] },
  { broken: '30 MB', contract: '/large.json', exit: 3, codes: ['CONTRACT_TOO_LARGE'] },
  {
    broken: 'redirect to another origin',
    contract: `/redirect?${encodeURIComponent('http://127.0.0.1:9/openapi.json')}`,
    exit: 3,
    codes: ['CONTRACT_REDIRECTED'],
  },
  {
    broken: 'operation vanished',
    drift: drift.operationVanished,
    exit: 5,
    codes: ['OPERATION_NOT_FOUND'],
    operation: 'updateJobStatus',
  },
  {
    broken: 'GET became POST',
    drift: drift.methodChanged,
    exit: 5,
    codes: ['ACCESS_UNDECLARED'],
    operation: 'listRecentJobs',
  },
  {
    broken: 'operationId twice',
    drift: drift.operationIdTwice,
    exit: 5,
    codes: ['OPERATION_AMBIGUOUS'],
    operation: 'listRecentJobs',
  },
  {
    broken: 'marked internal',
    drift: drift.markedInternal,
    exit: 5,
    codes: ['OPERATION_INTERNAL'],
    operation: 'listRecentJobs',
  },
  {
    broken: 'admin scope',
    drift: drift.adminScope,
    exit: 5,
    codes: ['OPERATION_INTERNAL'],
    operation: 'listRecentJobs',
  },
  {
    broken: 'dangling reference',
    drift: drift.danglingReference,
    exit: 5,
    codes: ['REFERENCE_UNRESOLVED'],
    operation: 'listRecentJobs',
  },
  {
    broken: 'external reference',
    drift: drift.externalReference,
    exit: 5,
    codes: ['REFERENCE_EXTERNAL'],
    operation: 'listRecentJobs',
  },
  {
    broken: 'operation on another server',
    drift: drift.operationServerElsewhere,
    exit: 5,
    codes: ['SERVER_NOT_PERMITTED'],
    operation: 'listRecentJobs',
  },
  {
    broken: 'scheme that the token does not serve',
    drift: drift.otherScheme,
    exit: 5,
    codes: ['SECURITY_UNSATISFIED'],
  },
  {
    broken: 'servers elsewhere, no baseUrl',
    profiles: 'no-base-url',
    drift: drift.serversAt('https://elsewhere.example'),
    exit: 5,
    codes: ['SERVER_NOT_PERMITTED'],
  },
  {
    broken: 'servers elsewhere, --strict',
    drift: drift.serversAt('https://elsewhere.example'),
    args: ['--strict'],
    exit: 5,
    codes: ['SERVER_IGNORED'],
  },
  {
    broken: 'no servers, no baseUrl',
    profiles: 'no-base-url',
    drift: drift.serversAt(),
    exit: 5,
    codes: ['SERVER_MISSING'],
  },
  {
    broken: "manager naming a technician's operation",
    profiles: 'manager-names-technician-operation',
    exit: 5,
    codes: ['OPERATION_NOT_FOUND'],
    operation: 'updateJobStatus',
  },
  {
    broken: 'operation in another case',
    profiles: 'wrong-case',
    exit: 5,
    codes: ['OPERATION_NOT_FOUND'],
    operation: 'getuserprofile',
  },
  {
    broken: 'write without access',
    profiles: 'write-without-access',
    exit: 5,
    codes: ['ACCESS_UNDECLARED'],
    operation: 'createJob',
  },
  {
    broken: 'DELETE called a read',
    profiles: 'read-access-for-delete',
    exit: 5,
    codes: ['ACCESS_CONTRADICTS_METHOD'],
    operation: 'deleteJob',
  },
  {
    broken: 'permission not granted',
    profiles: 'permission-not-granted',
    exit: 5,
    codes: ['PERMISSION_NOT_GRANTED'],
    operation: 'updateJobStatus',
  },
  { broken: 'one operation twice', profiles: 'listed-twice', exit: 5, codes: ['OPERATION_LISTED_TWICE'] },
  { broken: 'token in another place', profiles: 'other-credential-place', exit: 5, codes: ['SECURITY_UNSATISFIED'] },
  {
    broken: 'pin of no argument',
    profiles: 'pin-unknown',
    exit: 5,
    codes: ['ARGUMENT_UNKNOWN'],
    operation: 'listRecentJobs',
  },
]

let contracts: ContractServer
beforeAll(async () => {
  contracts = await serveContracts()
})
afterAll(() => contracts.close())

describe('bridge check', () => {
  test.each([...WITHOUT_NETWORK, ...WITH_NETWORK])('$broken: exit $exit, $codes', async (row) => {
    await withApi(row, async (args) => {
      const run = await runBridge(['check', '--format', 'json', ...args, ...(row.args ?? [])])
      const report = reportOf(run)
      expect({ exit: run.exit, ok: report.ok, codes: codesOf(report, row) }).toEqual({
        exit: row.exit,
        ok: false,
        codes: row.codes,
      })
      if (row.operation !== undefined) {
        expect(problemsOf(report).map((found) => found.operation)).toContain(row.operation)
      }
    })
  })

  test('host down: exit 3', async () => {
    const gone = await startGearGenius()
    await gone.close()
    const profiles = await fixtureProfilesAt('good', gone.origin)
    const run = await runBridge(['check', '--format', 'json', '--profiles', profiles])
    expect([run.exit, codesOf(reportOf(run))]).toEqual([3, ['CONTRACT_UNREACHABLE']])
  })

  test('no profiles file: exit 4', async () => {
    const run = await runBridge(['check', '--format', 'json', '--profiles', '/nowhere/agent-profiles.json'])
    expect([run.exit, codesOf(reportOf(run))]).toEqual([4, ['PROFILES_FILE_MISSING']])
  })

  test('servers elsewhere are a warning where baseUrl replaces them', async () => {
    await withApi({ drift: drift.serversAt('https://elsewhere.example') }, async (args) => {
      const run = await runBridge(['check', '--format', 'json', ...args])
      const found = problemsOf(reportOf(run)).map(({ code, severity }) => ({ code, severity }))
      expect([run.exit, found]).toEqual([0, [{ code: 'SERVER_IGNORED', severity: 'warning' }]])
    })
  })

  test('a deprecated operation is a warning', async () => {
    await withApi({ drift: drift.markedDeprecated }, async (args) => {
      const run = await runBridge(['check', '--format', 'json', ...args])
      expect([run.exit, problemsOf(reportOf(run)).map(({ code }) => code)]).toEqual([0, ['OPERATION_DEPRECATED']])
    })
  })

  test('a written secret is named, never shown', async () => {
    await withApi({ profiles: 'secret-written' }, async (args) => {
      const run = await runBridge(['check', ...args])
      expect(run.stdout + run.stderr).not.toContain('frp_fake_written_token_0003')
    })
  })
})

describe('bridge start', () => {
  const strict = (row: Row): boolean => row.args?.includes('--strict') ?? false

  test.each(WITHOUT_NETWORK)('$broken: exit $exit at once, nothing fetched', async (row) => {
    await withApi(row, async (args, api) => {
      const run = await runBridge(['start', ...args, ...(row.args ?? [])], TOKENS)
      expect({ exit: run.exit, stdout: run.stdout }).toEqual({ exit: row.exit, stdout: '' })
      for (const code of row.codes) expect(run.stderr).toContain(code)
      expect(api.requests).toEqual([])
    })
  })

  test.each(WITH_NETWORK.filter((row) => !strict(row)))('$broken: tools/list answers $exit', async (row) => {
    await withApi(row, async (args, api) => {
      const session = await openLegacySession(args, TOKENS)
      const answer = await session.request('tools/list')
      const { exit, stderr } = await session.end()
      expect({ code: answer?.error?.code, exit }).toEqual({ code: row.exit, exit: row.exit })
      expect(codesOf({ ok: false, profiles: [], ...Object(answer?.error?.data) })).toEqual(row.codes)
      for (const code of row.codes) expect(stderr).toContain(code)
      expect(api.requests.filter(({ target }) => target.startsWith('/api/'))).toEqual([])
    })
  })

  test.each([
    { broken: 'missing', token: undefined, code: 'CREDENTIAL_MISSING' },
    { broken: 'empty', token: '', code: 'CREDENTIAL_MISSING' },
    { broken: 'with Bearer in front', token: `Bearer ${TOKEN}`, code: 'CREDENTIAL_MALFORMED' },
    { broken: 'in quotes', token: `"${TOKEN}"`, code: 'CREDENTIAL_MALFORMED' },
    { broken: 'with a space behind', token: `${TOKEN} `, code: 'CREDENTIAL_MALFORMED' },
    { broken: 'with a line end', token: `${TOKEN}\n`, code: 'CREDENTIAL_MALFORMED' },
    {
      broken: 'with a no-break space',
      token: `${TOKEN.slice(0, 20)}\u00a0${TOKEN.slice(20)}`,
      code: 'CREDENTIAL_MALFORMED',
    },
    { broken: 'a placeholder', token: '$' + '{TEST_USER_TOKEN}', code: 'CREDENTIAL_MALFORMED' },
  ])('token $broken: exit 6, $code, before any network', async ({ token, code }) => {
    await withApi({}, async (args, api) => {
      const run = await runBridge(['start', ...args], token === undefined ? {} : { TEST_USER_TOKEN: token })
      expect({ exit: run.exit, stdout: run.stdout }).toEqual({ exit: 6, stdout: '' })
      expect(run.stderr).toContain(code)
      expect(run.stderr).toContain('TEST_USER_TOKEN')
      expect(run.stderr).not.toContain(TOKEN.slice(0, 20))
      expect(api.requests).toEqual([])
    })
  })

  test('a missing token says how to get one', async () => {
    await withApi({}, async (args) => {
      const run = await runBridge(['start', ...args])
      expect(run.stderr).toContain('Make a new token.')
    })
  })
})

test('certificate checks cannot be switched off', async () => {
  await withApi({}, async (args) => {
    const run = await runBridge(['check', ...args], { NODE_TLS_REJECT_UNAUTHORIZED: '0' })
    expect(run.exit).toBe(2)
    expect(run.stdout + run.stderr).toContain('TLS_VERIFICATION_DISABLED')
  })
})

interface Report {
  readonly ok: boolean
  readonly profiles: readonly { readonly problems: readonly Found[] }[]
  readonly problems: readonly Found[]
}

interface Found {
  readonly code: string
  readonly severity: string
  readonly operation?: string
}

function reportOf(run: Run): Report {
  try {
    return JSON.parse(run.stdout)
  } catch {
    throw new Error(`no report: ${JSON.stringify(run)}`)
  }
}

function problemsOf(report: Report): readonly Found[] {
  return [...report.problems, ...report.profiles.flatMap((profile) => profile.problems)]
}

/** The codes of the errors, each once; of warnings too under `--strict`. */
function codesOf(report: Report, { args = [] }: Pick<Row, 'args'> = {}): readonly string[] {
  const counted = problemsOf(report).filter(({ severity }) => severity === 'error' || args.includes('--strict'))
  return [...new Set(counted.map(({ code }) => code))]
}

/** Runs with the fixture that a row describes, and the options that point the bridge at it. */
async function withApi(
  row: Pick<Row, 'profiles' | 'drift' | 'contract'>,
  then: (args: readonly string[], api: GearGenius) => Promise<void>,
): Promise<void> {
  const api = await startGearGenius(row.drift === undefined ? {} : { mutate: row.drift })
  try {
    const profiles = await fixtureProfilesAt(row.profiles ?? 'good', api.origin)
    const contract = row.contract === undefined ? [] : ['--contract', `${contracts.origin}${row.contract}`]
    await then(['--profiles', profiles, ...contract], api)
  } finally {
    await api.close()
  }
}
