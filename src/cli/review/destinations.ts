/** Upstreams of a profile → the URLs that their requests and credentials go to. */
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import type { Tool } from '../../tool/model.ts'

/** Of a profile that is not proven, what is written in the file. */
export function destinationsOf(
  upstreams: readonly ProfileUpstream[],
  tools: readonly Tool[] | undefined,
): readonly string[] {
  if (tools === undefined) {
    return upstreams.flatMap(({ baseUrl, servers }) => [baseUrl ?? "the contract's server", ...servers])
  }
  const names = new Set(upstreams.map(({ name }) => name))
  const theirs = tools.filter(({ planned }) => names.has(planned.entry.upstream))
  return [...new Set(theirs.map(({ planned: { base } }) => base.origin + base.path))]
}
