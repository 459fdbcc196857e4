/** `bridge start`: the check, then MCP over stdio until the input ends. */

import type { CredentialSet } from '../../auth/credentials.ts'
import type { AuditTrail } from '../../bridge/audit.ts'
import { createBridge } from '../../bridge/call.ts'
import { withLines } from '../../bridge/lines.ts'
import { type LoadedProfiles, type LoadOptions, loadProfile } from '../../bridge/load.ts'
import { contractLines } from '../../bridge/loaded-profile.ts'
import { OFFLINE_SERVERS, offlineDocuments } from '../../bridge/offline.ts'
import { loadValidator } from '../../lib/json-schema.ts'
import { failure, success } from '../../lib/result.ts'
import { type Note, noteText } from '../../mcp/note.ts'
import type { CheckFailure, Ready } from '../../mcp/readiness.ts'
import { serve } from '../../mcp/server.ts'
import { createStdioTransport } from '../../mcp/stdio.ts'
import { collectGarbage } from '../../node/collect-garbage.ts'
import { createLocalFiles } from '../../node/local-files.ts'
import { createLog } from '../../node/log.ts'
import { onOrphaned } from '../../node/parent.ts'
import { onSignal } from '../../node/signals.ts'
import { version } from '../../node/version.ts'
import { START_ORDER, worstExit } from '../../problem/exit.ts'
import { messageOf } from '../../problem/format.ts'
import type { Problem } from '../../problem/problem.ts'
import type { Profile } from '../../profile/model.ts'
import { closeTrail, openTrail } from '../audit-trail.ts'
import { type Context, loadOptions, openProfile } from '../context.ts'
import { openContractStore } from '../contract-store.ts'
import { holdCredentials } from '../credentials.ts'
import { fail } from '../failure.ts'
import { createLater, type Later } from '../later.ts'
import { problemJson } from '../report/json.ts'
import { createPaint } from '../report/paint.ts'
import { countsText, problemsText } from '../report/text.ts'
import { type Connections, connect } from '../upstream.ts'

export interface StartOptions {
  readonly profile?: string
  readonly audit?: string
  /** False with `--no-cache`. */
  readonly cache?: boolean
  readonly offline?: boolean
}

/** Milliseconds after the check, by which time the list of tools is out. */
const FIRST_CALL_MS = 50

/** Milliseconds after the check, by which time what is kept of a contract is written. */
const SETTLED_MS = 400

/** What a signal leaves for answers on their way: clients kill within half a second. */
const SIGNAL_GRACE_MS = 100

/** Serves until the input ends, a signal comes or the check fails; gives the exit code (128 + n after signal n). */
export async function start(given: Context, options: StartOptions): Promise<number> {
  const context = options.offline === true ? { ...given, documents: offlineDocuments(given.documents) } : given
  const { terminal } = context
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return fail(terminal, chosen.problems, START_ORDER)
  const { profile, profiles } = chosen.value
  terminal.err.write(problemsText(chosen.problems, createPaint(terminal.err.colour)))
  const held = await holdCredentials(
    [...profile.upstreams.values()],
    { get: context.environment.take },
    context.environment,
  )
  if (!held.ok) return fail(terminal, held.problems, START_ORDER)
  const { credentials } = held.value
  const audit = await openTrail(context, profile, credentials, options.audit)
  if (!audit.ok) return fail(terminal, audit.problems, START_ORDER)
  const connections = connect(profile, held.value)
  const store = options.cache === false ? undefined : openContractStore(context.environment)
  const loading: LoadOptions = {
    ...loadOptions(context, options.offline === true ? OFFLINE_SERVERS : connections.hosted),
    ...(store === undefined ? {} : { stored: { store, documents: context.documents, version } }),
    offline: options.offline === true,
    linesLater: true,
  }
  const later = createLater(FIRST_CALL_MS)
  const log = createLog(terminal.err)
  const note = (one: Note) => log.line(noteText(one))
  const transport = createStdioTransport({ input: process.stdin, output: process.stdout, note })
  const serving = serve({
    transport,
    name: 'drawbridge',
    version,
    note,
    servesResources: profile.resources !== undefined,
    ...(profile.title === undefined ? {} : { title: profile.title }),
    ...(profile.instructions === undefined ? {} : { instructions: profile.instructions }),
    ready: prepare(context, profile, profiles, loading, credentials, connections, audit.value, later),
  })
  const signalled = onSignal(async () => {
    await serving.shutdown(SIGNAL_GRACE_MS)
  })
  onOrphaned(() => void serving.shutdown(SIGNAL_GRACE_MS))
  const closed = await serving.closed
  await connections.close()
  await held.value.close()
  await store?.settle()
  later.settle()
  return closeTrail(context, audit.value, exitOf())

  function exitOf(): number {
    if (signalled.number !== undefined) return 128 + signalled.number
    if (closed.by === 'check-failed') return closed.failure.exitCode
    return closed.by === 'input-refused' ? fail(terminal, [closed.problem], START_ORDER) : 0
  }
}

/** The check; what it finds is said on stderr here, and to the client by whoever asked. */
async function prepare(
  context: Context,
  profile: Profile,
  profiles: LoadedProfiles,
  loading: LoadOptions,
  credentials: CredentialSet,
  { upstreams }: Connections,
  audit: AuditTrail,
  later: Later,
): Promise<Ready> {
  const { err } = context.terminal
  const loaded = await loadProfile(profile, profiles, loading)
  const say = (problems: readonly Problem[]) => err.write(problemsText(problems, createPaint(err.colour)))
  if (!loaded.ok) {
    say(loaded.problems)
    return failure(checkFailure(loaded.problems))
  }
  const { tools, resources } = loaded.value
  err.write(
    `drawbridge ${version}: ${profile.id}, ${countsText([...tools.values()].map(({ planned }) => planned.access))}\n`,
  )
  // a person reads them when the client has its list
  later.add(() => say(withLines(loaded.problems, contractLines(loaded.value))))
  // what the first call takes, and no answer so far: loaded while nobody waits for it
  setTimeout(() => void loadValidator().catch(() => {}), FIRST_CALL_MS).unref()
  setTimeout(() => void collectGarbage(), SETTLED_MS).unref()
  return success(
    createBridge({
      ...{ profile, tools, credentials, upstreams, audit },
      isSession: true,
      ...(profile.resources === undefined ? {} : { resources }),
      ...(profile.files === undefined ? {} : { files: createLocalFiles(profile.files) }),
    }),
  )
}

function checkFailure(problems: readonly [Problem, ...Problem[]]): CheckFailure {
  const first = problems.find(({ severity }) => severity === 'error') ?? problems[0]
  return { exitCode: worstExit(problems, START_ORDER), message: messageOf(first), problems: problems.map(problemJson) }
}
