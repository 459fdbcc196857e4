/** The GitHub Action, with the environment that a runner gives it. */
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { blocksOf } from '../markdown.ts'
import { shippedProfilesAt } from './profiles-at.ts'
import { BRIDGE, cleanEnvironment, type Run, runBridge } from './run-bridge.ts'

const ACTION = fileURLToPath(new URL('../../.github/actions/check/', import.meta.url))

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Record<string, unknown>[] }
}

const README = await readFile(new URL('../../README.md', import.meta.url), 'utf8')

interface Job {
  readonly steps: readonly { readonly uses?: string; readonly with?: object }[]
}

const action: Action = parse(await readFile(join(ACTION, 'action.yml'), 'utf8'))

let api: GearGenius
let profiles: string
let workspace: string

beforeAll(async () => {
  api = await startGearGenius()
})
afterAll(() => api.close())
beforeEach(async () => {
  profiles = await shippedProfilesAt('demo', api.origin)
  workspace = await mkdtemp(join(tmpdir(), 'bridge-action-'))
  return () => rm(workspace, { recursive: true, force: true })
})

/** Runs the last step as the runner does: its command in bash, the inputs where its `env` puts them. */
async function runCheck(inputs: Readonly<Record<string, string>>): Promise<Run & { readonly summary: string }> {
  const step = action.runs.steps.at(-1)
  const given = Object.entries(step?.env ?? {}).map(([variable, expression]) => {
    const name = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(String(expression))?.[1] ?? ''
    return [variable, inputs[name] ?? action.inputs[name]?.default ?? '']
  })
  const summary = join(workspace, 'summary.md')
  const env = {
    ...cleanEnvironment(),
    ...{ GITHUB_ACTIONS: 'true', GITHUB_ACTION_PATH: ACTION, GITHUB_STEP_SUMMARY: summary, CI: 'true' },
    ...Object.fromEntries(given),
  }
  const run = await new Promise<Run>((resolve) => {
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', String(step?.run)]
    execFile('bash', args, { env, cwd: workspace }, (error, stdout, stderr) =>
      resolve({ exit: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
  return { ...run, summary: await readFile(summary, 'utf8').catch(() => '') }
}

describe('action.yml', () => {
  test('is a composite action whose every input has a description and a default', () => {
    expect(action.runs.using).toBe('composite')
    for (const one of Object.values(action.inputs)) {
      expect(one).toEqual({ description: expect.stringMatching(/./), default: expect.any(String) })
    }
  })

  test('no input is in a command, and each is in the environment', () => {
    const commands = action.runs.steps.map(({ run }) => String(run ?? ''))
    expect(commands.filter((run) => run.includes('${{'))).toEqual([])
    const env = Object.values(action.runs.steps.at(-1)?.env ?? {})
    expect(env).toEqual(Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`))
  })
})

describe('the README', () => {
  const blocks = blocksOf(README)
    .filter(({ language }) => language === 'yaml')
    .map(({ text }) => parse(text))

  test('its workflow uses the action with inputs that there are', () => {
    const steps = blocks.flatMap(({ jobs = {} }) => Object.values<Job>(jobs).flatMap((job) => job.steps))
    const uses = steps.filter((step) => step.uses === './.github/actions/check')
    expect(uses).toHaveLength(1)
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(uses[0]?.with ?? {})))
  })

  test('its job for GitLab writes the report that it hands over', async () => {
    const [job] = blocks.flatMap(({ contract }) => contract ?? [])
    const command = String(job.script.at(-1)).replace('npx bridge', `'${process.execPath}' '${BRIDGE}'`)
    await copyFile(profiles, join(workspace, 'agent-profiles.json'))
    await promisify(execFile)('sh', ['-c', command], { env: cleanEnvironment(), cwd: workspace })
    expect(await readFile(join(workspace, job.artifacts.reports.junit), 'utf8')).toContain(
      '<testsuite name="demo_manager"',
    )
  })
})

describe('the check', () => {
  test('passes: notices, and a table in the summary', async () => {
    const run = await runCheck({ profiles })
    expect(run.exit).toBe(0)
    expect(run.stdout).toContain('::notice title=bridge check::demo_technician: ')
    expect(run.summary).toContain('## What agents may do\n\nEvery operation on the lists is proven')
    expect(run.summary).toMatch(/\| ` demo_manager ` \| proven \| 4 tools: 4 read \| {2}\|/)
  })

  test('fails with its exit code, marks the line, and says it in the summary', async () => {
    const text = await readFile(profiles, 'utf8')
    await writeFile(profiles, text.replace('"getUserProfile"', '"getUserProfil`|e"'))
    const run = await runCheck({ profiles })
    expect(run.exit).toBe(5)
    expect(run.stdout).toMatch(
      /^::error file=.*agent-profiles\.json,line=\d+,title=OPERATION_NOT_FOUND \(demo_technician\)::/m,
    )
    expect(run.summary).toContain('| ` demo_technician ` | **failed** |  | 1 error |')
    expect(run.summary).toContain('error OPERATION_NOT_FOUND: the contract has no operation "getUserProfil`|e"')
  })

  test('one profile of several, and a report for code scanning', async () => {
    const sarif = join(workspace, 'check.sarif')
    const run = await runCheck({ profiles, profile: 'demo_manager\n', sarif })
    expect(run.exit).toBe(0)
    expect(run.summary).not.toContain('demo_technician')
    expect(JSON.parse(await readFile(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' })
  })

  test('a missing lock fails where it is asked for', async () => {
    const run = await runCheck({ profiles, lock: 'true' })
    expect([run.exit, run.stdout.includes('LOCK_MISSING')]).toEqual([5, true])
  })

  test('what an input holds is never a command, nor an option', async () => {
    const run = await runCheck({
      profile: '$(touch trapped)\n--strict',
      profiles: '`touch trapped`.json',
      contract: '; touch trapped',
    })
    expect(run.exit).not.toBe(0)
    await expect(readFile(join(workspace, 'trapped'))).rejects.toThrow()
    await expect(readFile(join(dirname(profiles), 'trapped'))).rejects.toThrow()
  })

  test('a summary that can not be written is no failure', async () => {
    const env = { GITHUB_STEP_SUMMARY: join(workspace, 'none', 'summary.md') }
    const run = await runBridge(['check', '--format', 'github', '--profiles', profiles], env)
    expect(run.exit).toBe(0)
    expect(run.stderr).toMatch(/^The summary of the job can't be written: .*\n$/)
  })
})
