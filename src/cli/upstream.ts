/** A profile and its credentials → what carries its calls, and who asks a hosted MCP server for what it lists. */
import { authorise } from '../auth/apply.ts'
import type { CredentialSet } from '../auth/credentials.ts'
import type { HostedServers } from '../bridge/ports.ts'
import type { McpListing } from '../contract/mcp-contract.ts'
import type { ProcessEnvironment } from '../node/environment.ts'
import { createHttpUpstream } from '../node/http-upstream.ts'
import { readMcpListing } from '../node/mcp-listing.ts'
import { createMcpUpstream } from '../node/mcp-upstream.ts'
import { createTokenUpstream, type TokenSources } from '../node/token-upstream.ts'
import { version } from '../node/version.ts'
import { undeclared } from '../plan/security.ts'
import { type Checked, refuse } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import { REMOTE_HEADERS } from '../request/remote.ts'
import type { Upstream, UpstreamRequest } from '../upstream/model.ts'
import { type HeldCredentials, holdCredentials } from './credentials.ts'

export interface Connection {
  readonly upstream: Upstream
  /** Over the same session as the calls. Undefined for an HTTP API. */
  readonly hosted?: HostedServers
}

const NO_TOKENS: TokenSources = new Map()

/** Nothing is sent before the first call or list; no credentials, nothing attached. */
export function connect(profile: Profile, held: HeldCredentials | undefined): Connection {
  const { upstream, limits, rateLimit } = profile
  const tokens = held?.tokens ?? NO_TOKENS
  const http = createTokenUpstream(createHttpUpstream({ version, concurrency: limits.concurrency, rateLimit }), tokens)
  if (upstream.kind === 'openapi') return { upstream: http }
  const { timeoutSeconds, contractBytes: maxBytes } = limits
  const mcp = createMcpUpstream({
    http,
    side: createTokenUpstream(createHttpUpstream({ version }), tokens),
    version,
    timeoutSeconds,
  })
  const list = async () => {
    const listing = await readMcpListing({
      ...{ upstream: mcp, url: upstream.url, maxBytes, timeoutSeconds },
      ...envelopeFor(upstream.url, profile.auth, held?.credentials),
      resources: profile.resources !== undefined,
    })
    return listing.ok ? listing : refuse(withRenew(listing.problems[0], profile))
  }
  return { upstream: mcp, hosted: { list } }
}

function envelopeFor(url: string, auth: Profile['auth'], credentials: CredentialSet | undefined) {
  const { origin, pathname: target } = new URL(url)
  const bare: UpstreamRequest = { method: 'POST', origin, target, headers: REMOTE_HEADERS }
  if (credentials === undefined) return { envelope: bare, credentialled: false }
  const uses = undeclared(auth)
  return { envelope: authorise(bare, uses, credentials), credentialled: uses.length > 0 }
}

/** Asks with the credential where it is set, else without; a session of its own for each list. */
export function hostedServers(environment: ProcessEnvironment): HostedServers {
  return {
    list: async (profile) => {
      const credentials = await holdCredentials(profile, environment, environment)
      if (credentials.ok) return listOnce(profile, credentials.value)
      const isOnlyMissing = credentials.problems.every(({ code }) => MISSING.has(code))
      if (!isOnlyMissing) return credentials
      const listing = await listOnce(profile, undefined)
      // a server that shows nothing to a stranger is asked again by somebody who has the credential
      const needsOne = listing.ok ? listing.value.tools.length === 0 : listing.problems[0].code === 'CREDENTIAL_REFUSED'
      return needsOne ? credentials : listing
    },
  }
}

/** Nothing is wrong with a credential that there is not. */
const MISSING: ReadonlySet<Problem['code']> = new Set(['CREDENTIAL_MISSING', 'SIGNED_OUT'])

async function listOnce(profile: Profile, held: HeldCredentials | undefined): Promise<Checked<McpListing>> {
  const { upstream, hosted } = connect(profile, held)
  if (hosted === undefined) throw new Error('an HTTP API lists nothing')
  try {
    return await hosted.list(profile)
  } finally {
    await upstream.close()
    await held?.close()
  }
}

function withRenew(found: Problem, { auth }: Profile): Problem {
  const renew = auth.kind === 'single' ? auth.credential.renew : undefined
  if (found.code !== 'CREDENTIAL_REFUSED' || renew === undefined) return found
  return problem('CREDENTIAL_REFUSED', found.at, { ...found.args, renew })
}
