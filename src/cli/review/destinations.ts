/** A profile → the URLs that its requests and its credential go to. */
import type { Profile } from '../../profile/model.ts'
import type { Tool } from '../../tool/model.ts'

/** Of a profile that is not proven, what is written in the file. */
export function destinationsOf({ upstream }: Profile, tools: readonly Tool[] | undefined): readonly string[] {
  if (tools === undefined) return [upstream.baseUrl ?? "the contract's server", ...upstream.servers]
  return [...new Set(tools.map(({ planned: { base } }) => base.origin + base.path))]
}
