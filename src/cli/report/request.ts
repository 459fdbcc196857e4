/** A request that is not sent → its text, credentials named instead of shown. */
import { printable } from '../../lib/printable.ts'
import type { CredentialUse } from '../../plan/model.ts'
import { secretsOf } from '../../profile/secrets-of.ts'
import type { UpstreamRequest } from '../../upstream/model.ts'

/** The request in the form of HTTP/1.1. @see RFC 9112 section 3 */
export function requestText(request: UpstreamRequest, credentials: readonly CredentialUse[]): string {
  const attached = credentials.map(credentialLine)
  const { host } = new URL(request.origin)
  const head = [
    `${request.method} ${request.target} HTTP/1.1`,
    `host: ${host}`,
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    ...attached,
  ]
  const body = request.body === undefined ? '' : `\n${bodyText(request.body)}\n`
  return `${head.map((line) => `${printable(line)}\n`).join('')}${body}`
}

function credentialLine({ in: place, name, credential }: CredentialUse): string {
  const source = secretsOf(credential).map(({ env }) => env)
  const value = `[redacted: ${source.length === 0 ? credential.type : source.join(', ')}]`
  if (place === 'header') return `${name.toLowerCase()}: ${AUTH_SCHEMES[credential.type]}${value}`
  return place === 'cookie' ? `cookie: ${name}=${value}` : `(query) ${name}=${value}`
}

/** What stands before the value in a header. */
const AUTH_SCHEMES: Readonly<Record<CredentialUse['credential']['type'], string>> = {
  bearer: 'Bearer ',
  basic: 'Basic ',
  apiKey: '',
  exchange: 'Bearer ',
  oauth2: 'Bearer ',
}

/** A body that is not text is described, not dumped on the terminal. */
function bodyText(body: string | Uint8Array): string {
  if (typeof body === 'string') return printable(body)
  try {
    return printable(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return `[${body.byteLength} bytes]`
  }
}
