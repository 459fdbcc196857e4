/** Where `baseUrl` stands in for the contract's servers, what it leaves behind is said. */
import { childPointer } from '../../lib/pointer.ts'
import { type Problem, warning } from '../../problem/problem.ts'
import { baseFrom, originOf, pathOf } from '../base.ts'
import { inProfile, type UpstreamSubject } from './rule.ts'

export function server(subject: UpstreamSubject): readonly Problem[] {
  const { baseUrl } = subject.upstream
  if (baseUrl === undefined) return []
  const base = baseFrom(baseUrl)
  const at = inProfile(subject, childPointer(subject.upstream.pointer, 'baseUrl'))
  // a contract that declares none has the default, which says nothing against a baseUrl
  const servers = subject.contract.servers.filter(({ pointer }) => pointer !== '')
  const elsewhere = servers.find((one) => ![undefined, base.origin].includes(originOf(one)))
  const paths = servers.map((one) => ({ server: one, path: pathOf(one) }))
  const lost = paths.some(({ path }) => base.path.endsWith(path)) ? undefined : paths[0]
  return [
    ...(elsewhere === undefined
      ? []
      : [warning('SERVER_IGNORED', at, { server: elsewhere.url ?? elsewhere.written, baseUrl })]),
    ...(lost === undefined
      ? []
      : [warning('SERVER_PATH_IGNORED', at, { server: lost.server.url ?? lost.server.written, baseUrl })]),
  ]
}
