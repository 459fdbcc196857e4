/** What the catalogue says about credentials and about single calls. */
import type { Unconfirmed } from '../problem.ts'
import type { Entries } from './entry.ts'
import { counted, quote, SENT, sentences } from './phrases.ts'

export type CallCode =
  | 'CREDENTIAL_MISSING'
  | 'CREDENTIAL_MALFORMED'
  | 'CREDENTIAL_PREFIX'
  | 'CREDENTIAL_REFUSED'
  | 'ARGUMENTS_INVALID'
  | 'REQUEST_ESCAPED'
  | 'UPSTREAM_UNREACHABLE'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_PROTOCOL'
  | 'UPSTREAM_TRUNCATED'
  | 'UPSTREAM_BUSY'
  | 'RATE_LIMITED'
  | 'CALL_CANCELLED'
  | 'CALL_UNCONFIRMED'
  | 'CALL_AWAITS_CONFIRMATION'
  | 'TOOL_FAILED'

export const call: Entries<CallCode> = {
  CREDENTIAL_MISSING: {
    exit: 6,
    message: ({ variable }) => `the environment variable ${variable} is not set`,
    hint: ({ variable, renew }) =>
      sentences(`Set ${variable} in the "env" of the bridge's entry in your MCP client.`, withStop(renew)),
  },
  CREDENTIAL_MALFORMED: {
    exit: 6,
    message: ({ variable, detail }) => `the value of ${variable} can't be a credential: ${detail}`,
    hint: () => 'Copy the value again, without quotes, spaces or "Bearer".',
  },
  CREDENTIAL_PREFIX: {
    exit: 6,
    message: ({ variable, prefix }) =>
      `the value of ${variable} does not start with ${quote(prefix)}: it seems to be the credential of another system`,
    hint: () => undefined,
  },
  CREDENTIAL_REFUSED: {
    exit: 6,
    message: ({ status }) =>
      status === 403
        ? 'the API answered 403: the credential is not allowed to do this'
        : `the API answered ${status}: it does not accept the credential`,
    hint: ({ renew }) =>
      withStop(renew) ?? 'It may have expired or been revoked. Create a new one and start the bridge again with it.',
  },
  ARGUMENTS_INVALID: {
    exit: 8,
    message: ({ faults }) => `the arguments are not valid: ${faults.join('; ')}`,
    hint: () => 'Correct the arguments and call again.',
  },
  REQUEST_ESCAPED: {
    exit: 8,
    message: ({ detail }) => `an argument would have led the request away from its operation: ${detail}`,
    hint: () => 'Give a plain value: no "..", slashes or control characters.',
  },
  UPSTREAM_UNREACHABLE: {
    exit: 7,
    message: ({ origin, detail }) => `${origin} can't be reached: ${detail}`,
    hint: ({ sent }) => SENT[sent],
  },
  UPSTREAM_TIMEOUT: {
    exit: 7,
    message: ({ seconds }) => `the API did not answer within ${seconds} seconds`,
    hint: ({ sent }) => sentences(SENT[sent], 'The limit is "timeoutSeconds" in the profile.'),
  },
  UPSTREAM_PROTOCOL: {
    exit: 7,
    message: ({ detail }) => `the API's answer is not proper HTTP: ${detail}`,
    hint: ({ sent }) => SENT[sent],
  },
  UPSTREAM_TRUNCATED: {
    exit: 8,
    message: ({ detail }) => `the API's answer is incomplete or damaged: ${detail}`,
    hint: ({ sent }) => SENT[sent],
  },
  UPSTREAM_BUSY: {
    exit: 8,
    message: ({ waiting }) => `${waiting} calls are waiting already; this one was not sent`,
    hint: () => 'Wait for the others, then call again.',
  },
  RATE_LIMITED: {
    exit: 8,
    message: ({ requests, perSeconds, waitSeconds }) =>
      `the profile sends at most ${counted(requests, 'request')} in ${counted(perSeconds, 'second')}; this one would have to wait ${counted(waitSeconds, 'second')} and was not sent`,
    hint: ({ waitSeconds }) => `Call again in ${counted(waitSeconds, 'second')}.`,
  },
  CALL_CANCELLED: {
    exit: 8,
    message: () => 'the call was cancelled',
    hint: ({ sent }) => SENT[sent],
  },
  CALL_UNCONFIRMED: {
    exit: 8,
    message: ({ because }) => `not confirmed: ${UNCONFIRMED[because]}`,
    hint: ({ because }) =>
      because === 'unavailable'
        ? 'This tool needs a client that can ask its user (elicitation), or a terminal.'
        : 'Do not call again unless the person asks for it.',
  },
  CALL_AWAITS_CONFIRMATION: {
    exit: 8,
    message: () => 'the person is being asked whether this call may be made',
    hint: () => undefined,
  },
  TOOL_FAILED: {
    exit: 8,
    message: ({ status }) => `the API answered with status ${status}`,
    hint: () => undefined,
  },
}

const UNCONFIRMED: Readonly<Record<Unconfirmed, string>> = {
  declined: 'the person declined the call',
  closed: 'the person closed the question without an answer',
  unanswered: 'the question was not answered',
  unavailable: 'there is nobody who could be asked',
  stale: 'the confirmation is of another call, was used already or is too old',
}

/** The profile's own words as a sentence. */
function withStop(text: string | undefined): string | undefined {
  return text === undefined || /[.!?/]$/.test(text) ? text : `${text}.`
}
