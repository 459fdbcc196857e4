/** A hosted MCP server → everything that it lists, page after page, within limits. */

import { listIn, type McpListing, textIn } from '../contract/mcp-contract.ts'
import { type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { Stop } from '../lib/stop.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { exitCodeOf } from '../problem/exit.ts'
import { messageOf } from '../problem/format.ts'
import { type Location, type Problem, problem } from '../problem/problem.ts'
import type { UpstreamResponse } from '../upstream/model.ts'
import type { McpUpstream } from './mcp-upstream.ts'
import { type Envelope, type Session, TOO_LONG } from './mcp-wire.ts'
import { redirectOf } from './redirect.ts'
import { resultOf } from './rpc-message.ts'

export interface ListingOptions {
  readonly upstream: McpUpstream
  /** Absolute URL of the server. */
  readonly url: string
  readonly envelope: Envelope
  /** Whether the envelope carries a credential. */
  readonly credentialled: boolean
  /** Whether resources are wanted too. */
  readonly resources: boolean
  /** For all pages together. */
  readonly maxBytes: number
  readonly timeoutSeconds: number
}

const MOST_PAGES = 200
const MOST_ITEMS = 10_000

/** Reads the lists. A refused credential is CREDENTIAL_REFUSED, everything else a problem of the contract. */
export async function readMcpListing(options: ListingOptions): Promise<Checked<McpListing>> {
  const { upstream, url, credentialled } = options
  const opened = await upstream.session(options.envelope)
  if (!opened.ok)
    return refuse('response' in opened ? ofStatus(opened.response, options) : ofProblem(opened.problems[0], options))
  const { session, server } = opened.value
  const budget = { bytes: options.maxBytes }
  const tools = await readPages('tools', session, options, budget)
  if (!tools.ok) return tools
  const resources = options.resources ? await readPages('resources', session, options, budget) : pass([])
  if (!resources.ok) return resources
  const [title, version] = ['name', 'version'].map((name) => textIn(server, name))
  const lists = { tools: tools.value, resources: resources.value }
  return pass({ uri: url, title: title ?? '', version: version ?? '', ...lists, credentialled })
}

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/pagination */
async function readPages(
  name: 'tools' | 'resources',
  session: Session,
  options: ListingOptions,
  budget: { bytes: number },
): Promise<Checked<readonly JsonValue[]>> {
  const { upstream, envelope, url, timeoutSeconds } = options
  const items: JsonValue[] = []
  let params: JsonObject = {}
  for (let pages = 0; pages < MOST_PAGES && items.length <= MOST_ITEMS; pages++) {
    const signal = new Stop()
    const sending = { signal, timeoutSeconds, maxBytes: Math.max(1, budget.bytes), mayFollow: () => false }
    const posted = await upstream.wire.post({ method: `${name}/list`, params }, envelope, session, sending)
    if (!posted.ok) return refuse(ofProblem(posted.problems[0], options))
    const { answer, response } = posted.value
    if (answer === undefined) return refuse(ofStatus(response, options))
    budget.bytes -= response.body.length
    const result = resultOf(answer)
    const page = result === undefined ? undefined : listIn(result, name)
    if (result === undefined || page === undefined) return refuse(notMcp(url, `${name}/list gives no list of ${name}`))
    items.push(...page)
    const cursor = member(result, 'nextCursor')
    if (typeof cursor !== 'string' || cursor === '') return pass(items)
    params = { cursor }
  }
  return refuse(notMcp(url, `its list of ${name} does not end`))
}

function ofStatus({ status, headers }: UpstreamResponse, { url }: ListingOptions): Problem {
  const at: Location = { source: 'contract', uri: url }
  if (status === 401 || status === 403) return problem('CREDENTIAL_REFUSED', at, { status })
  const to = redirectOf(status, headers, new URL(url))
  if (to !== undefined) return problem('CONTRACT_REDIRECTED', at, { to: to.origin + to.pathname })
  return problem('CONTRACT_HTTP_STATUS', at, { status })
}

function ofProblem(found: Problem, { url, maxBytes }: ListingOptions): Problem {
  const at: Location = { source: 'contract', uri: url }
  if (found.code === 'CONTRACT_NOT_MCP') return { ...found, at }
  // the server was not even asked: nobody got a token for it
  if (exitCodeOf(found) === CREDENTIAL) return found
  if (found.code !== 'UPSTREAM_TRUNCATED') return problem('CONTRACT_UNREACHABLE', at, { detail: messageOf(found) })
  if (found.args.detail === TOO_LONG) return problem('CONTRACT_TOO_LARGE', at, { limit: maxBytes })
  return notMcp(url, found.args.detail)
}

/** The exit code of everything that is about credentials. */
const CREDENTIAL = 6

function notMcp(url: string, detail: string): Problem {
  return problem('CONTRACT_NOT_MCP', { source: 'contract', uri: url }, { detail })
}
