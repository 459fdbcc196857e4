/** A parameter's place and name → whether it would carry a credential. */
import type { ParameterPlace } from '../contract/model.ts'
import { credentialsIn } from '../profile/issued.ts'
import type { Auth } from '../profile/model.ts'
import type { Context } from './rules/rule.ts'

interface Named {
  readonly in: ParameterPlace
  readonly name: string
}

/** Whether a parameter is named like a credential, or is one by what the upstream or its contract say. */
export function isCredential(parameter: Named, { upstream, contract }: Context): boolean {
  const name = plain(parameter.name)
  return (
    ANYWHERE.has(name) ||
    PATTERNS[parameter.in].test(name) ||
    (parameter.in !== 'path' && ownNames(upstream.auth).has(name)) ||
    [...contract.securitySchemes.values()].some(
      (scheme) => scheme.type === 'apiKey' && scheme.in === parameter.in && plain(scheme.name) === name,
    )
  )
}

/** Whether a parameter has a name that credentials have, and other things too: it is an argument all the same. */
export function mayBeCredential(parameter: Named): boolean {
  return (parameter.in === 'query' || parameter.in === 'header') && AMBIGUOUS.has(plain(parameter.name))
}

/** Lower case, without the signs that join words. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.\s[\]$]/g, '')
}

function ownNames(auth: Auth): ReadonlySet<string> {
  return new Set(
    credentialsIn(auth).flatMap((credential) => (credential.type === 'apiKey' ? [plain(credential.name)] : [])),
  )
}

const ANYWHERE: ReadonlySet<string> = new Set(
  [
    ['authorization', 'proxyauthorization', 'xauthorization', 'bearer', 'jwt'],
    ['apikey', 'xapikey', 'apitoken', 'xapitoken', 'apisecret', 'secretkey', 'clientsecret', 'subscriptionkey'],
    ['accesstoken', 'xaccesstoken', 'authtoken', 'xauthtoken', 'bearertoken', 'oauthtoken', 'refreshtoken'],
    ['idtoken', 'sessiontoken', 'usertoken', 'xusertoken', 'privatetoken', 'securitytoken'],
  ].flat(),
)

const AMBIGUOUS: ReadonlySet<string> = new Set([
  'token',
  'key',
  'sid',
  'auth',
  'secret',
  'password',
  'session',
  'sessionid',
  'signature',
])

/** A header of some token is a credential; tokens that only turn pages are none, and `token` alone may be anything. */
const PATTERNS: Readonly<Record<ParameterPlace, RegExp>> = {
  path: /^$/,
  query: /^$/,
  querystring: /^$/,
  header:
    /^(set)?cookie$|authorization$|apikey$|subscriptionkey$|(?<!^|page|next|continuation|cursor|sync|delta)token$/,
  cookie: /^sid$|sess(ion)?(id)?$|connectsid$|token$/,
}
