/** An `exchange` credential → its access tokens, renewed where the profile says how and else exchanged anew. */

import { bearerHeader } from '../auth/apply.ts'
import type { CredentialSet } from '../auth/credentials.ts'
import { exchangeText, readExchangeAnswer } from '../auth/exchange.ts'
import type { IssuedToken } from '../auth/issued-token.ts'
import { parseJson } from '../lib/parse-json.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { Credential } from '../profile/model.ts'
import type { Header } from '../upstream/model.ts'
import type { OAuthHttp } from './oauth/oauth-http.ts'

type Exchange = Extract<Credential, { type: 'exchange' }>

export interface TokenExchangeOptions {
  readonly http: OAuthHttp
  readonly credential: Exchange
  readonly credentials: CredentialSet
  readonly now: () => number
}

/** What gives a token in place of the last one; one that the API refused can't vouch for another. */
export function createTokenExchange(
  options: TokenExchangeOptions,
): (previous: IssuedToken | undefined, refused: boolean) => Promise<Checked<IssuedToken>> {
  const { credential, credentials } = options
  const { refresh } = credential

  return async (previous, refused) => {
    if (refresh !== undefined && previous !== undefined && !(refused && refresh.sends === 'bearer')) {
      const renewed = await (refresh.sends === 'bearer'
        ? post(refresh.url, '{}', [bearerHeader(previous.secret)], options)
        : post(refresh.url, exchangeText(refresh.sends, credentials), [], options))
      if (renewed.ok) return renewed
    }
    return post(credential.url, exchangeText(credential.body, credentials), [], options)
  }
}

async function post(
  url: string,
  body: string,
  headers: readonly Header[],
  { http, credential, now }: TokenExchangeOptions,
): Promise<Checked<IssuedToken>> {
  const answer = await http.send(url, {
    method: 'POST',
    headers: [['accept', 'application/json'], ['content-type', 'application/json'], ...headers],
    body,
  })
  if (!answer.ok) return answer
  const { status } = answer.value
  if (status < 200 || status > 299) return refused(`it answered ${status}`)
  const parsed = parseJson(decodeUtf8(answer.value.body))
  if (!parsed.ok) return refused('its answer is not JSON')
  const token = readExchangeAnswer(credential, parsed.value, now())
  return typeof token === 'string' ? refused(token) : pass(token)

  function refused(detail: string) {
    const { origin, pathname } = new URL(url)
    const server = origin + pathname
    const { renew } = credential
    const at = { source: 'upstream', uri: server } as const
    return refuse(problem('TOKEN_REFUSED', at, { server, detail, ...(renew === undefined ? {} : { renew }) }))
  }
}
