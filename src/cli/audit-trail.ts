/** `--audit` or the profile's `audit` → the log of this run, opened before anything is sent and ended with the run. */
import { randomUUID } from 'node:crypto'
import type { CredentialSet } from '../auth/credentials.ts'
import { type AuditTrail, NO_AUDIT, openAudit } from '../bridge/audit.ts'
import { openAuditFile } from '../node/audit-file.ts'
import { createFingerprint, sha256 } from '../node/digests.ts'
import { pathOfFileUrl, toUrl } from '../node/files.ts'
import { readInstallKey } from '../node/install-key.ts'
import { stateFolder } from '../node/state-folder.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import { createRedactor } from '../response/redact.ts'
import type { Context } from './context.ts'
import { fail } from './failure.ts'

/** Passes with a trail that records nothing where no log is asked for. `named` is a path from the working folder. */
export async function openTrail(
  { cwd, environment }: Context,
  profile: Profile,
  credentials: CredentialSet,
  named: string | undefined,
): Promise<Checked<AuditTrail>> {
  const uri = named === undefined ? profile.audit?.file : toUrl(named, cwd)
  if (uri === undefined) return pass(NO_AUDIT)
  const unavailable = (detail: string) => refuse(problem('AUDIT_UNAVAILABLE', { source: 'audit', uri }, { detail }))
  const path = pathOfFileUrl(new URL(uri))
  if (path === undefined) return unavailable('it is not a path on this machine')
  const key = await readInstallKey(stateFolder(environment))
  if (!key.ok) return unavailable(key.error)
  const log = await openAuditFile(path)
  if (!log.ok) return unavailable(log.error)
  return openAudit({
    uri,
    log: log.value,
    sha256,
    fingerprint: createFingerprint(key.value),
    redact: createRedactor(() => credentials.secrets),
    run: randomUUID(),
    profile: profile.id,
    now: Date.now,
  })
}

/** Ends the log; a run that was fine, but for its log, was not fine. */
export async function closeTrail({ terminal }: Context, trail: AuditTrail, exit: number): Promise<number> {
  const closed = await trail.close()
  if (closed.ok) return exit
  const unwritten = fail(terminal, closed.problems)
  return exit === 0 ? unwritten : exit
}
