/** What a person reads who typed something slightly wrong, and who looks things up. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { EXIT_WORDS } from '../../src/problem/catalogue/exit-words.ts'
import { catalogue } from '../../src/problem/catalogue.ts'
import { explanations } from '../../src/problem/explanations.ts'
import { tablesUnder } from '../markdown.ts'
import { shippedProfilesAt } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'

let api: GearGenius
let profiles: string

beforeAll(async () => {
  api = await startGearGenius()
  profiles = await shippedProfilesAt('demo', api.origin)
})
afterAll(() => api.close())

describe('did you mean', () => {
  test.each<{ given: readonly string[]; exit: number; want: string }>([
    { given: ['chek'], exit: 2, want: '(Did you mean check?)' },
    { given: ['check', '--strct'], exit: 2, want: '(Did you mean --strict?)' },
    { given: ['check', '--format', 'jsn'], exit: 2, want: 'Allowed choices are text, json' },
    { given: ['tools', '--profile', 'demo_technicain'], exit: 2, want: 'Did you mean "demo_technician"?' },
    { given: ['call', 'getUserProfil'], exit: 2, want: 'Did you mean "getUserProfile"' },
    { given: ['call', 'listRecentJobs', 'limt=1'], exit: 8, want: 'did you mean limit?' },
    { given: ['explain', 'OPERATION_NOTFOUND'], exit: 2, want: 'Did you mean "OPERATION_NOT_FOUND"' },
    { given: ['completion', 'tcsh'], exit: 2, want: 'Allowed choices are bash, zsh, fish, powershell' },
  ])('$given', async ({ given, exit, want }) => {
    const run = await runBridge([...given, '--profiles', profiles], { DEMO_USER_TOKEN: api.technicianToken })
    expect(run).toMatchObject({ exit, stdout: '', stderr: expect.stringContaining(want) })
  })
})

describe('explain', () => {
  test('one code: its exit code in words, and the text of the catalogue', async () => {
    const { stdout } = await runBridge(['explain', 'lock_differs'])
    expect(stdout).toBe(`LOCK_DIFFERS\nexit code 5: the check failed\n\n${explanations.LOCK_DIFFERS}\n`)
  })

  test('all codes, each with what it means', async () => {
    const { stdout } = await runBridge(['explain'])
    const [, , ...rows] = stdout.trimEnd().split('\n')
    const codes = rows.map((row) => /^(\w+) +(\d) {5}\S.*[.:]$/.exec(row)?.slice(1, 3))
    expect(codes).toEqual(Object.entries(catalogue).map(([code, { exit }]) => [code, `${exit}`]))
  })
})

test('the README says of exit codes what the program says', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const [rows = []] = tablesUnder(readme, 'Exit codes')
  expect(rows.map(([code, words]) => [code, words?.split(':')[0]])).toEqual(Object.entries(EXIT_WORDS))
})
