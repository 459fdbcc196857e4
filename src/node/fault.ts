/** An error of the network stack to a plain reason: told by its code, never by its text, which may quote a header. */
import type { Sent } from '../problem/problem.ts'

export type FaultKind =
  /** No connection, or it ended before a status. */
  | 'unreachable'
  /** What came back is not HTTP. */
  | 'protocol'
  /** A status arrived, the whole body did not. */
  | 'truncated'
  /** The request can't be written as HTTP. */
  | 'unwritable'
  /** Our own side was closed. */
  | 'closed'

export interface Fault {
  readonly kind: FaultKind
  readonly detail: string
  /** Whether the same request may fare better a moment later. */
  readonly transient: boolean
}

export const BODY_DAMAGED: Fault = {
  kind: 'truncated',
  detail: 'the compressed body is damaged or incomplete',
  transient: false,
}

/** What an error means for a request of which this much was sent. */
export function faultOf(error: unknown, sent: Sent): Fault {
  const code = codeOf(error)
  const fault = FAULTS.get(code) ?? byFamily(code)
  // the same codes mean something else once there was a status
  if (sent === 'yes') return AFTER_STATUS[fault.kind](fault)
  return fault.kind === 'truncated' ? garbled('its lengths contradict each other') : fault
}

/** False for an error that only a mistake of ours can be. */
export function isNetworkError(error: unknown): boolean {
  return codeOf(error) !== ''
}

const AFTER_STATUS: Readonly<Record<FaultKind, (fault: Fault) => Fault>> = {
  unreachable: () => cutOff('the connection ended before the body was complete'),
  protocol: () => cutOff('the body broke off, or is not valid HTTP from some byte on'),
  truncated: (fault) => fault,
  unwritable: (fault) => fault,
  closed: (fault) => fault,
}

/** The code of an error of ours: a connection that may not be made. */
export const ADDRESS_REFUSED = 'ADDRESS_REFUSED'

/** Another one: the proxy ended the connection in place of an answer. */
export const PROXY_HUNG_UP = 'PROXY_HUNG_UP'

/** Stands for every error of the HTTP parser. */
const PARSER = 'HTTP_PARSER'

const FAULTS: ReadonlyMap<string, Fault> = new Map([
  ['ENOTFOUND', lasting('the host name is not known (ENOTFOUND)')],
  [ADDRESS_REFUSED, lasting('its name leads to an address of this machine or network')],
  ['EAI_AGAIN', passing('the host name could not be looked up just now (EAI_AGAIN)')],
  ['ECONNREFUSED', passing('nothing listens there (ECONNREFUSED)')],
  ['ECONNRESET', passing('the connection was reset before an answer (ECONNRESET)')],
  ['EPIPE', passing('the connection was closed before an answer (EPIPE)')],
  ['ETIMEDOUT', passing('no connection in time (ETIMEDOUT)')],
  ['EHOSTUNREACH', passing('no route to the host (EHOSTUNREACH)')],
  ['ENETUNREACH', passing('no route to the network (ENETUNREACH)')],
  ['UND_ERR_CONNECT_TIMEOUT', passing('no connection within 10 seconds')],
  ['UND_ERR_SOCKET', passing('the connection was closed before an answer')],
  ['UND_ERR_ABORTED', lasting('the proxy refused to connect')],
  [PROXY_HUNG_UP, passing('the proxy closed the connection')],
  ['UND_ERR_PRX_TLS', lasting('the certificate does not belong to this host name')],
  ['ERR_INVALID_URL', lasting('HTTPS_PROXY is not a URL')],
  ['CERT_HAS_EXPIRED', lasting('its certificate has expired (CERT_HAS_EXPIRED)')],
  ['CERT_NOT_YET_VALID', lasting('its certificate is not valid yet (CERT_NOT_YET_VALID)')],
  ['ERR_TLS_CERT_ALTNAME_INVALID', lasting('its certificate belongs to another host name')],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', untrusted('DEPTH_ZERO_SELF_SIGNED_CERT')],
  ['SELF_SIGNED_CERT_IN_CHAIN', untrusted('SELF_SIGNED_CERT_IN_CHAIN')],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', untrusted('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
  ['UNABLE_TO_GET_ISSUER_CERT', untrusted('UNABLE_TO_GET_ISSUER_CERT')],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', untrusted('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')],
  ['EPROTO', lasting('no TLS connection could be agreed on (EPROTO)')],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', cutOff('the body has not the length that was announced')],
  [PARSER, garbled('it is not valid HTTP/1.1')],
  ['UND_ERR_HEADERS_OVERFLOW', garbled('its headers are too large')],
  ['UND_ERR_INVALID_ARG', unwritable()],
  ['UND_ERR_NOT_SUPPORTED', unwritable()],
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', unwritable()],
  ['UND_ERR_DESTROYED', { kind: 'closed', detail: 'the bridge is closing', transient: false }],
  ['UND_ERR_CLOSED', { kind: 'closed', detail: 'the bridge is closing', transient: false }],
])

function byFamily(code: string): Fault {
  if (code.startsWith('ERR_SSL_')) return lasting(`no TLS connection could be agreed on (${code})`)
  return lasting(code === '' ? 'the connection failed' : `the connection failed (${code})`)
}

/**
 * Codes are constants of node, OpenSSL and undici; what doesn't look like one is dropped. The errors of undici's HTTP
 * parser have a name, and a code in some versions only; those of node's begin alike.
 */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.name === 'HTTPParserError') return PARSER
  const code = 'code' in error ? error.code : undefined
  if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return ''
  return code.startsWith('HPE_') ? PARSER : code
}

function passing(detail: string): Fault {
  return { kind: 'unreachable', detail, transient: true }
}

function lasting(detail: string): Fault {
  return { kind: 'unreachable', detail, transient: false }
}

function untrusted(code: string): Fault {
  return lasting(`its certificate is not signed by an authority known here (${code}); NODE_EXTRA_CA_CERTS adds one`)
}

function garbled(detail: string): Fault {
  return { kind: 'protocol', detail, transient: false }
}

function cutOff(detail: string): Fault {
  return { kind: 'truncated', detail, transient: false }
}

function unwritable(): Fault {
  return { kind: 'unwritable', detail: 'its target or a header can not be written as HTTP', transient: false }
}
