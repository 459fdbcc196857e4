/** A way to start the bridge → what is right about it, step by step, up to the first thing that is wrong. */
import { loadContract, loadProfile } from '../../bridge/load.ts'
import { reach } from '../../node/reach.ts'
import { version } from '../../node/version.ts'
import { all, type Checked, pass } from '../../problem/checked.ts'
import type { ToolSet } from '../../tool/model.ts'
import { variablesOf } from '../client/launch.ts'
import { loadOptions, openProfile } from '../context.ts'
import { holdCredentials } from '../credentials.ts'
import { remembering } from '../remembering.ts'
import { countsText } from '../report/text.ts'
import { type Finding, findingOf } from './finding.ts'
import type { Start } from './start.ts'
import { talk } from './talk.ts'

export async function* examine({ command, inside }: Start): AsyncGenerator<Finding> {
  if (inside === undefined) {
    yield { step: 'check', is: 'skipped', said: 'the arguments of the entry are not those of "bridge config"' }
    yield* talk(command, undefined)
    return
  }
  const { context } = inside
  const load = remembering(loadOptions(context))
  const opened = await openProfile(context, inside.profile)
  yield findingOf('profiles', opened, ({ profile, profiles }) => `${profile.id} in ${profiles.file.uri}`)
  if (!opened.ok) return
  const { profile, profiles } = opened.value
  const upstreams = [...profile.upstreams.values()]
  const contracts = all(await Promise.all(upstreams.map((one) => loadContract(profile, one, load))))
  yield findingOf('contract', contracts, (loaded) =>
    loaded.map(({ contract }) => `${contract.operations.length} operations from ${contract.uri}`).join(', '),
  )
  if (!contracts.ok) return
  const loaded = await loadProfile(profile, profiles, load)
  yield findingOf('check', loaded, ({ tools }) => countsText([...tools.values()].map(({ planned }) => planned.access)))
  if (!loaded.ok) return
  const held = await holdCredentials(upstreams, context.environment, context.environment)
  yield findingOf('credential', held, () => credentialText(variablesOf(profile)))
  if (!held.ok) return
  await held.value.close()
  const reached = await reachAll(loaded.value.tools)
  yield findingOf('upstream', reached, (origins) => `${origins.join(', ')} can be reached`)
  if (reached.ok) yield* talk(command, loaded.value.tools)
}

function credentialText(variables: readonly string[]): string {
  return variables.length === 0
    ? 'nothing has to be set'
    : `${variables.join(' and ')} ${variables.length === 1 ? 'is' : 'are'} set`
}

async function reachAll(tools: ToolSet): Promise<Checked<readonly string[]>> {
  const origins = [...new Set([...tools.values()].map(({ planned }) => planned.base.origin))]
  const reached = all(await Promise.all(origins.map((origin) => reach(origin, version))))
  return reached.ok ? pass(origins) : reached
}
