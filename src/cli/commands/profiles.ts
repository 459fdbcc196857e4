/** `bridge profiles`: the profiles in the file; nothing else is read. */
import { printable } from '../../lib/printable.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { Profile } from '../../profile/model.ts'
import { type Context, openProfiles } from '../context.ts'
import { fail } from '../failure.ts'
import { authTexts } from '../report/credential.ts'
import { createPaint } from '../report/paint.ts'
import { countsText } from '../report/text.ts'

export async function profiles(context: Context): Promise<ExitCode> {
  const loaded = await openProfiles(context)
  if (!loaded.ok) return fail(context.terminal, loaded.problems)
  const { file } = loaded.value
  const { out } = context.terminal
  const paint = createPaint(out.colour)
  out.write(`${printable(file.uri)}\n`)
  for (const profile of file.profiles.values()) {
    const mark = profile.id === file.defaultProfile ? ' (default)' : ''
    out.write(
      `\n${paint.bold(printable(profile.id))}${mark}${profile.title === undefined ? '' : ` — ${printable(profile.title)}`}\n`,
    )
    for (const [label, text] of facts(profile)) out.write(`  ${label.padEnd(9)} ${printable(text)}\n`)
  }
  return 0
}

function facts({ upstream, auth, tools }: Profile): readonly (readonly [label: string, text: string])[] {
  return [
    ['contract', upstream.contract],
    ['base URL', upstream.baseUrl ?? "the contract's server"],
    ['auth', authTexts(auth).join('; ')],
    ['tools', countsText(tools.map(({ access }) => access ?? 'read'))],
  ]
}
