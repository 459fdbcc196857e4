/** A credential for which a person signs in → the record to store: by a browser on this machine, or by a code on any. */
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { type Problem, problem } from '../../problem/problem.ts'
import type { LoginCredential } from '../../profile/issued.ts'
import type { SignInRecord } from '../sign-in-record.ts'
import { signInByBrowser } from './browser-sign-in.ts'
import { configuredClient } from './client.ts'
import { signInByDevice } from './device-sign-in.ts'
import { discover } from './discover.ts'
import type { Flow, SignedIn, SignInOptions } from './flow.ts'
import { withTokens } from './renew.ts'
import { apiUrl } from './sign-in-key.ts'

const FLOWS: Readonly<Record<LoginCredential['grant'], (flow: Flow) => Promise<Checked<SignedIn>>>> = {
  authorization_code: signInByBrowser,
  device_code: signInByDevice,
}

export async function signIn(options: SignInOptions): Promise<Checked<SignInRecord>> {
  const { http, upstream, credential, credentials, now } = options
  const discovered = await discover(http, credential, apiUrl(upstream))
  if (!discovered.ok) return discovered
  const { issuer } = discovered.value.server
  if (options.issuer !== undefined && options.issuer !== issuer) return refuse(switched(issuer, options.issuer))
  const client = configuredClient(credential, credentials)
  const signed = await FLOWS[credential.grant]({ ...options, ...discovered.value, client })
  if (!signed.ok) return signed
  const { server, resource, scopes } = discovered.value
  const { client: known, tokens } = signed.value
  const base = {
    version: 1 as const,
    profile: upstream.profile,
    server,
    clientId: known.id,
    ...(known.made === undefined ? {} : { clientSecret: known.made }),
    ...(resource === undefined ? {} : { resource }),
    ...(scopes === undefined ? {} : { asked: scopes }),
    signedInAt: now(),
  }
  return pass(withTokens(base, tokens, now()))
}

function switched(server: string, last: string): Problem {
  const detail = `the last sign-in was at ${last}; if this is right, run "bridge logout" first`
  return problem('AUTHORIZATION_SERVER_UNFIT', { source: 'upstream', uri: server }, { server, detail })
}
