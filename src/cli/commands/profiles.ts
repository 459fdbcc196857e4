/** `bridge profiles`: the profiles in the file; nothing else is read. */
import { printable } from '../../lib/printable.ts'
import { all } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { Profile } from '../../profile/model.ts'
import { type Context, openProfiles, selectProfiles } from '../context.ts'
import { fail } from '../failure.ts'
import { authTexts } from '../report/credential.ts'
import { createPaint } from '../report/paint.ts'
import { countsText } from '../report/text.ts'

export async function profiles(context: Context): Promise<ExitCode> {
  const loaded = await openProfiles(context)
  if (!loaded.ok) return fail(context.terminal, loaded.problems)
  const selected = all(selectProfiles(loaded.value, undefined))
  if (!selected.ok) return fail(context.terminal, selected.problems)
  const { file } = loaded.value
  const { out } = context.terminal
  const paint = createPaint(out.colour)
  out.write(`${printable(file.uri)}\n`)
  for (const profile of selected.value) {
    const mark = profile.id === file.defaultProfile ? ' (default)' : ''
    out.write(
      `\n${paint.bold(printable(profile.id))}${mark}${profile.title === undefined ? '' : ` — ${printable(profile.title)}`}\n`,
    )
    for (const [label, text] of facts(profile)) out.write(`  ${label.padEnd(9)} ${printable(text)}\n`)
  }
  return 0
}

type Fact = readonly [label: string, text: string]

function facts({ upstreams, tools }: Profile): readonly Fact[] {
  const ofUpstreams = [...upstreams.values()].flatMap(({ name, contract, baseUrl, auth }): readonly Fact[] => [
    ...(name === '' ? [] : [['upstream', name] as const]),
    ['contract', contract],
    ['base URL', baseUrl ?? "the contract's server"],
    ['auth', authTexts(auth).join('; ')],
  ])
  return [...ofUpstreams, ['tools', countsText(tools.map(({ access }) => access ?? 'read'))]]
}
