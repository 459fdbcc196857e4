import { execFile } from 'node:child_process'
import { chmod, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { BRIDGE, cleanEnvironment, runBridge } from './e2e/run-bridge.ts'
import { blocksOf } from './markdown.ts'

interface Step {
  readonly run?: string
  readonly if?: string
  readonly env?: Readonly<Record<string, string>>
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, { readonly if: string; readonly steps: readonly Step[] }>>
}

const README = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const BLOCKS = blocksOf(README)
// YAML has no type: the tests below look at what they take from it
const WORKFLOW = BLOCKS.filter(({ language }) => language === 'yaml')
  .map(({ text }) => parseYaml(text) as Workflow)
  .find(({ jobs }) => 'drift' in jobs)
const PROFILES =
  BLOCKS.find(({ language, text }) => language === 'json' && text.includes('orders_assistant'))?.text ?? ''
const ORDERS = fileURLToPath(new URL('./fixtures/contracts/orders.json', import.meta.url))

/** Writes its arguments and the body file where the test looks for them. */
const GH =
  '#!/bin/sh\nprintf "%s\\n" "$@" > "$RUNNER_TEMP/gh.args"\nfor last; do :; done\ncat "$last" > "$RUNNER_TEMP/gh.body"\n'

let repository: string
let temporary: string

beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'bridge-workflow-'))
  temporary = await mkdtemp(join(tmpdir(), 'bridge-runner-'))
  await symlink(dirname(BRIDGE), join(repository, 'bin'))
  await writeFile(join(repository, '.gitignore'), 'bin\n')
  await writeFile(join(repository, 'agent-profiles.json'), PROFILES)
  await cp(ORDERS, join(repository, 'openapi.json'))
  await writeFile(join(temporary, 'gh'), GH)
  await chmod(join(temporary, 'gh'), 0o755)
  await shell('git init --quiet --initial-branch main')
  await bridge('lock', '--yes')
  await commit('approved')
})
afterEach(() => Promise.all([repository, temporary].map((folder) => rm(folder, { recursive: true }))))

interface Ran {
  readonly exit: number
  readonly output: string
}

function shell(script: string, variables: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const { PATH = '', ...environment } = cleanEnvironment()
  const env = {
    ...environment,
    ...{ PATH: `${temporary}:${dirname(process.execPath)}:${PATH}`, RUNNER_TEMP: temporary, GITHUB_RUN_ID: '7' },
    ...{ GITHUB_STEP_SUMMARY: join(temporary, 'summary.md'), GITHUB_OUTPUT: join(temporary, 'output') },
    ...{
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@localhost',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@localhost',
    },
    ...variables,
  }
  return new Promise((resolve) => {
    // as the runner of GitHub starts it
    execFile(
      'bash',
      ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script],
      { cwd: repository, env },
      (error, stdout, stderr) => resolve({ exit: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    )
  })
}

async function bridge(...args: readonly string[]): Promise<void> {
  const run = await runBridge([...args, '--profiles', join(repository, 'agent-profiles.json')])
  if (run.exit !== 0) throw new Error(run.stderr)
}

async function commit(message: string): Promise<string> {
  const { exit, output } = await shell(`git add --all && git commit --quiet --message ${message} && git rev-parse HEAD`)
  if (exit !== 0) throw new Error(output)
  return output.trim()
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = join(repository, file)
  await writeFile(path, change(await readFile(path, 'utf8')))
}

/** The steps of a job that run commands of ours, with the expressions of their variables filled in by an event. */
async function runJob(name: string, event: Readonly<Record<string, string>>): Promise<readonly Ran[]> {
  const steps = (WORKFLOW?.jobs[name]?.steps ?? []).filter(({ run }) => run !== undefined && run !== 'npm ci')
  const runs: Ran[] = []
  for (const { run = '', if: condition, env = {} } of steps) {
    if (condition?.includes("code == '5'") && !(await told('output')).includes('code=5\n')) continue
    const filled = Object.entries(env).map(([key, value]) => [
      key,
      event[/^\$\{\{ (\S+) \}\}$/.exec(value)?.[1] ?? ''] ?? '',
    ])
    const ran = await shell(run, Object.fromEntries(filled))
    runs.push(ran)
    if (ran.exit !== 0) break
  }
  return runs
}

function told(file: string): Promise<string> {
  return readFile(join(temporary, file), 'utf8').catch(() => '')
}

function pullRequest(base: string) {
  return {
    'github.event.pull_request.base.sha': base,
    'github.event.pull_request.number': '12',
    'github.repository': 'acme/orders',
    'github.token': 'fake-github-token',
  }
}

const DESCRIBED = '"operationId": "createOrder", "summary": "Create @everyone ``` ![](https://evil.example)",'

test('no expression stands in a script, and nothing may be written but where it has to', () => {
  const steps = Object.values(WORKFLOW?.jobs ?? {}).flatMap(({ steps: own }) => own)
  expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([])
  expect(WORKFLOW?.permissions).toEqual({ contents: 'read' })
  expect(Object.values(WORKFLOW?.jobs ?? {}).map((job) => job.if)).toEqual([
    "github.event_name == 'pull_request'",
    "github.event_name == 'schedule'",
  ])
})

test('a pull request that widens something gets it in words, though it brings its lock along', async () => {
  const { output } = await shell('git rev-parse HEAD')
  await edit('agent-profiles.json', (text) => text.replace('"quantity": 20', '"quantity": 2000'))
  await edit('openapi.json', (text) => text.replace('"operationId": "createOrder",', DESCRIBED))
  await bridge('lock', '--yes')
  await commit('wider')
  expect((await runJob('review', pullRequest(output.trim()))).map(({ exit }) => exit)).toEqual([0, 0, 0])
  expect(await told('gh.args')).toMatch(/^pr\nreview\n12\n--comment\n--body-file\n/)
  const body = await told('gh.body')
  expect(body).toContain('widening  argument "quantity": constraint "maximum" is now 2000, it was 20')
  expect(body).toMatch(/^````text$[\s\S]*@everyone[\s\S]*^````$/m)
  expect(await told('summary.md')).toBe(body)
})

test('a pull request that leaves its lock behind is reviewed, and fails', async () => {
  const { output } = await shell('git rev-parse HEAD')
  await edit('agent-profiles.json', (text) => text.replace('"quantity": 20', '"quantity": 2000'))
  await commit('forgotten')
  expect((await runJob('review', pullRequest(output.trim()))).map(({ exit }) => exit)).toEqual([0, 0, 5])
  expect(await told('gh.body')).toContain('2000')
})

test('a pull request that changes nothing of it is left alone', async () => {
  const { output } = await shell('git rev-parse HEAD')
  await writeFile(join(repository, 'notes.txt'), 'x')
  await commit('other')
  expect((await runJob('review', pullRequest(output.trim()))).map(({ exit }) => exit)).toEqual([0, 0])
  expect(await told('gh.args')).toBe('')
})

test('a first lock has nothing to be compared with, and that is said', async () => {
  await shell('git rm --quiet agent-profiles.lock.json && git commit --quiet --message none')
  const { output } = await shell('git rev-parse HEAD')
  await bridge('lock', '--yes')
  await commit('first')
  expect((await runJob('review', pullRequest(output.trim()))).map(({ exit }) => exit)).toEqual([0, 0, 0])
  expect(await told('gh.body')).toContain('LOCK_MISSING')
})

test('an API that changed becomes a pull request with the new lock', async () => {
  const remote = join(temporary, 'remote.git')
  await shell(`git init --quiet --bare ${remote} && git remote add origin ${remote} && git push --quiet origin main`)
  expect((await runJob('drift', {})).map(({ exit }) => exit)).toEqual([0])
  expect(await told('gh.args')).toBe('')
  await edit('openapi.json', (text) => text.replace('"operationId": "createOrder",', DESCRIBED))
  expect((await runJob('drift', {})).map(({ exit }) => exit)).toEqual([0])
  expect(await told('gh.args')).toMatch(/^pr\ncreate\n/)
  expect(await told('gh.body')).toContain('@everyone')
  const pushed = await shell(`git --git-dir ${remote} show --stat --format=%s api-change-7`)
  expect(pushed.output).toContain('agent-profiles.lock.json')
  await edit('openapi.json', (text) => text.replace('"operationId": "createOrder"', '"operationId": "gone"'))
  expect((await runJob('drift', {})).map(({ exit }) => exit)).toEqual([5])
})
