/** A request that is not sent → its text, credentials named instead of shown. */
import { printable } from '../../lib/printable.ts'
import type { CredentialUse } from '../../plan/model.ts'
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
  const variables =
    credential.type === 'basic' ? `${credential.username.env}, ${credential.password.env}` : credential.token.env
  const value = `[redacted: ${variables}]`
  if (place === 'header')
    return `${name.toLowerCase()}: ${credential.type === 'bearer' ? 'Bearer ' : credential.type === 'basic' ? 'Basic ' : ''}${value}`
  return place === 'cookie' ? `cookie: ${name}=${value}` : `(query) ${name}=${value}`
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
