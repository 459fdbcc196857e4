/** A profile and its credentials → what carries its calls, and who asks hosted MCP servers for what they list. */
import { authorise } from '../auth/apply.ts'
import type { CredentialSet } from '../auth/credentials.ts'
import type { HostedServers } from '../bridge/ports.ts'
import type { McpListing } from '../contract/mcp-contract.ts'
import type { ProcessEnvironment } from '../node/environment.ts'
import { createHttpUpstream } from '../node/http-upstream.ts'
import { readMcpListing } from '../node/mcp-listing.ts'
import { createMcpUpstream } from '../node/mcp-upstream.ts'
import { turnsFor } from '../node/rate-limit.ts'
import { createTokenUpstream, type TokenSources } from '../node/token-upstream.ts'
import { version } from '../node/version.ts'
import { undeclared } from '../plan/security.ts'
import { type Checked, refuse } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Auth, Profile } from '../profile/model.ts'
import type { ProfileUpstream } from '../profile/upstream-model.ts'
import { REMOTE_HEADERS } from '../request/remote.ts'
import type { Upstream, UpstreamRequest } from '../upstream/model.ts'
import { type HeldCredentials, holdCredentials } from './credentials.ts'

export interface Connections {
  /** What carries the calls of each upstream, by its name. */
  readonly upstreams: ReadonlyMap<string, Upstream>
  /** Over the same sessions as the calls. */
  readonly hosted: HostedServers
  close(): Promise<void>
}

/** Nothing is sent before the first call or list. */
export function connect(profile: Profile, held: HeldCredentials): Connections {
  const connections = new Map(
    [...profile.upstreams].map(([name, upstream]) => [name, connectOne(profile, upstream, held)] as const),
  )
  return {
    upstreams: new Map([...connections].map(([name, { upstream }]) => [name, upstream])),
    hosted: { list: (_profile, { name }) => listOf(connections.get(name)) },
    close: async () => {
      await Promise.all([...connections.values()].map(({ upstream }) => upstream.close()))
    },
  }
}

interface Connection {
  readonly upstream: Upstream
  /** Undefined for an HTTP API. */
  readonly list?: () => Promise<Checked<McpListing>>
}

function listOf(connection: Connection | undefined): Promise<Checked<McpListing>> {
  if (connection?.list === undefined) throw new Error('an HTTP API lists nothing')
  return connection.list()
}

/** Requests that may wait for the rate. */
const MOST_WAITING = 256

const NO_TOKENS: TokenSources = new Map()

/** No credentials, nothing attached. */
function connectOne(profile: Profile, upstream: ProfileUpstream, held: HeldCredentials | undefined): Connection {
  const { limits } = profile
  const { rateLimit } = upstream
  const tokens = held?.tokens ?? NO_TOKENS
  // whatever is sent counts, calls or not
  const rate = { version, rateLimit, turns: turnsFor(rateLimit, MOST_WAITING) }
  const http = createTokenUpstream(createHttpUpstream({ ...rate, concurrency: limits.concurrency }), tokens)
  if (upstream.kind === 'openapi') return { upstream: http }
  const { timeoutSeconds, contractBytes: maxBytes } = limits
  const mcp = createMcpUpstream({
    http,
    side: createTokenUpstream(createHttpUpstream(rate), tokens),
    version,
    timeoutSeconds,
  })
  const list = async () => {
    const listing = await readMcpListing({
      ...{ upstream: mcp, url: upstream.url, maxBytes, timeoutSeconds },
      ...envelopeFor(upstream.url, upstream.auth, held?.credentials),
      resources: profile.resources?.some((one) => one.upstream === upstream.name) === true,
    })
    return listing.ok ? listing : refuse(withRenew(listing.problems[0], upstream))
  }
  return { upstream: mcp, list }
}

function envelopeFor(url: string, auth: Auth, credentials: CredentialSet | undefined) {
  const { origin, pathname: target } = new URL(url)
  const bare: UpstreamRequest = { method: 'POST', origin, target, headers: REMOTE_HEADERS }
  if (credentials === undefined) return { envelope: bare, credentialled: false }
  const uses = undeclared(auth)
  return { envelope: authorise(bare, uses, credentials), credentialled: uses.length > 0 }
}

/** Asks with the credential where it is set and not over, else without; a session of its own for each list. */
export function hostedServers(environment: ProcessEnvironment): HostedServers {
  return {
    list: async (profile, upstream) => {
      const credentials = await holdCredentials([upstream], environment, environment)
      const known = credentials.ok ? await listOnce(profile, upstream, credentials.value) : credentials
      const isOnlyMissing = !known.ok && known.problems.every(({ code }) => MISSING.has(code))
      if (!isOnlyMissing) return known
      const listing = await listOnce(profile, upstream, undefined)
      // a server that shows nothing to a stranger is asked again by somebody who has the credential
      const needsOne = listing.ok ? listing.value.tools.length === 0 : listing.problems[0].code === 'CREDENTIAL_REFUSED'
      return needsOne ? known : listing
    },
  }
}

/** Nothing is wrong with a credential that there is not. */
const MISSING: ReadonlySet<Problem['code']> = new Set(['CREDENTIAL_MISSING', 'SIGNED_OUT'])

async function listOnce(
  profile: Profile,
  upstream: ProfileUpstream,
  held: HeldCredentials | undefined,
): Promise<Checked<McpListing>> {
  const connection = connectOne(profile, upstream, held)
  try {
    return await listOf(connection)
  } finally {
    await connection.upstream.close()
    await held?.close()
  }
}

function withRenew(found: Problem, { auth }: ProfileUpstream): Problem {
  const renew = auth.kind === 'single' ? auth.credential.renew : undefined
  if (found.code !== 'CREDENTIAL_REFUSED' || renew === undefined) return found
  return problem('CREDENTIAL_REFUSED', found.at, { ...found.args, renew })
}
