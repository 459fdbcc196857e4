/** Problem code → what it means, why it is refused and what to do: credentials and about single calls. */
import type { CallCode } from '../catalogue/call.ts'

export const call: Readonly<Record<CallCode, string>> = {
  CREDENTIAL_MISSING:
    'The profile names the environment variable that holds the credential. MCP clients pass on only what their own configuration lists; an empty variable counts as unset.',
  CREDENTIAL_MALFORMED:
    'Credentials are visible ASCII characters without spaces. The value is never printed, and never corrected: what would be sent is exactly what the variable holds.',
  CREDENTIAL_PREFIX:
    'The profile says how its credentials start. One that starts otherwise is refused before it is sent anywhere.',
  CREDENTIAL_REFUSED: 'The request reached the API, and the API refused the credential (401) or what it may do (403).',
  ARGUMENTS_INVALID: 'Arguments are checked against the contract before anything is sent, unknown ones included.',
  REQUEST_ESCAPED:
    'Every request is compared with the path of its operation before it is sent. One that would reach another path or host is refused.',
  UPSTREAM_UNREACHABLE:
    'The connection to the API failed: name, network, certificate, or it was cut. The message says whether the request was sent.',
  UPSTREAM_TIMEOUT:
    'One deadline covers waiting, sending and the whole answer. A write that timed out may have been carried out.',
  UPSTREAM_PROTOCOL:
    'The answer could not be read as HTTP. Often something in between (a proxy, a gateway) is at fault.',
  UPSTREAM_TRUNCATED:
    'The answer ended early, or is not the JSON that it claims to be. It is not shown as if it were whole.',
  UPSTREAM_BUSY:
    'A profile sends a few calls at once and lets a bounded number wait. "limits.concurrency" sets how many.',
  RATE_LIMITED:
    'The profile keeps to the rate that the API allows, with "rateLimit". Calls wait for their turn within their time limit; one that can not have its turn in time is refused at once.',
  CALL_CANCELLED: 'The client cancelled the call, or the session ended while it was running.',
  CALL_UNCONFIRMED:
    'The profile has "confirm" on this tool: a person is asked before each call, and without their yes nothing is sent. Where nobody can be asked, the answer is no.',
  CALL_AWAITS_CONFIRMATION:
    'The client was told to ask, and to make the same call again with the answer. Nothing was sent so far.',
  TOOL_FAILED: 'The request reached the API, and the API answered with an error. Its own words are in the result.',
}
