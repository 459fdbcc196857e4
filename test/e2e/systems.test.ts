/** What has to hold for every system that there is a shipped profile for, the same for each. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loginWith } from './oauth-profile.ts'
import { CLIENTS, closing, legacyClient } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'
import { type StandIn, SYSTEMS, type System } from './systems.ts'

const homes: string[] = []
afterAll(() => Promise.all(homes.splice(0).map((home) => rm(home, { recursive: true, force: true }))))

interface Given {
  readonly gone?: string
  /** Beside the allowlist. */
  readonly entry?: System['admin']['entry']
}

/** The stand-in, and a command line for its profile, signed in where the profile signs in. */
async function bench({ start, profile }: System, { gone, entry }: Given = {}) {
  const stand: StandIn = closing(await start(gone))
  const file = JSON.parse(stand.profiles)
  if (entry !== undefined) file.profiles[profile].tools.push(entry)
  const profiles = await writeProfiles(JSON.stringify(file))
  const args = ['--profiles', profiles, '--profile', profile]
  const home = await mkdtemp(join(tmpdir(), 'bridge-home-'))
  homes.push(home)
  const variables = { ...stand.variables, HOME: home, XDG_CONFIG_HOME: join(home, 'config') }
  if (file.profiles[profile].auth.type === 'oauth2') {
    expect((await loginWith(profiles, variables, ['--profile', profile])).exit).toBe(0)
  }
  return { stand, args, variables, allowed: file.profiles[profile].tools as readonly unknown[] }
}

describe.each(SYSTEMS)('$name', (system) => {
  const { read, loses, admin, renew } = system

  test('the profiles of the shipped file are proven, with nothing to remark', async () => {
    const { args, variables } = await bench(system)
    const run = await runBridge(['check', ...args.slice(0, 2), '--strict'], variables)
    expect([run.exit, run.stdout]).toEqual([0, expect.stringContaining('Check passed')])
  })

  test.each(CLIENTS)('%s lists what is allowed and calls it', async (_, client) => {
    const { stand, args, variables, allowed } = await bench(system)
    const person = await client(args, variables)
    expect(await person.tools()).toHaveLength(allowed.length)
    const answer = await person.call(read)
    expect([answer.isError, stand.reads()]).toEqual([false, 1])
  })

  test('a token that is over in mid-session', async () => {
    const { stand, args, variables } = await bench(system)
    const person = await legacyClient(args, variables)
    expect((await person.call(read)).isError).toBe(false)
    stand.expire()
    const answer = await person.call(read)
    // recovered without a restart, or the way to a new one is said
    expect(answer.isError).toBe(renew !== undefined)
    if (renew !== undefined) expect(answer.text).toMatch(renew)
    if (renew !== undefined) expect(answer.text).toMatch(/\b40[13]\b[\s\S]*sent: yes/)
  })

  test('of a hundred calls at once none is refused and none is lost', async () => {
    const { stand, args, variables } = await bench(system)
    const person = await legacyClient(args, variables)
    const answers = await Promise.all(Array.from({ length: 100 }, () => person.call(read)))
    expect(answers.filter(({ isError }) => isError)).toEqual([])
    expect([stand.reads(), stand.refusals()]).toEqual([100, 0])
  })

  test('an operation that vanished is named, and nothing is served', async () => {
    const { args, variables } = await bench(system, { gone: loses })
    const run = await runBridge(['start', ...args], variables)
    expect([run.exit, run.stdout]).toEqual([5, ''])
    expect(run.stderr).toContain(`"${loses}"`)
  })

  test('an operation for administration is not had by naming it', async () => {
    const { args, variables } = await bench(system, { entry: admin.entry })
    const run = await runBridge(['check', ...args], variables)
    expect([run.exit, run.stdout]).toEqual([5, expect.stringContaining(admin.code)])
    const plain = await bench(system)
    const person = await legacyClient(plain.args, plain.variables)
    await expect(person.call(admin.tool)).rejects.toThrow(/Unknown tool/)
  })
})
