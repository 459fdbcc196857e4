/** An IP address → whether it is one of the public internet. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
import { BlockList, isIPv4 } from 'node:net'

/** What is special by the registries of IANA: this machine, private and carrier networks, link-local, documentation, multicast. */
const SPECIAL_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** Within 2000::/3: protocol assignments (Teredo is one), documentation, 6to4, which carries any IPv4 address. */
const SPECIAL_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

/** Made when the first address is looked at. */
let lists: { readonly special: BlockList; readonly unicast: BlockList } | undefined

/** `address` in any form that a resolver gives; what is none is not public. */
export function isPublicAddress(address: string): boolean {
  lists ??= { special: blockListOf(SPECIAL_4, SPECIAL_6), unicast: blockListOf([], ['2000::/3']) }
  const { special, unicast } = lists
  if (isIPv4(address)) return !special.check(address, 'ipv4')
  const url = `http://[${address.replace(/%.*$/, '')}]/`
  if (!URL.canParse(url)) return false
  const plain = new URL(url).hostname.slice(1, -1)
  const carried = carriedAddress(plain)
  if (carried !== undefined) return isPublicAddress(carried)
  return unicast.check(plain, 'ipv6') && !special.check(plain, 'ipv6') && !ISATAP.test(plain)
}

/** The IPv4 address in ::ffff:0:0/96 and in 64:ff9b::/96, behind which an IPv6-only network has all of IPv4. */
function carriedAddress(plain: string): string | undefined {
  const [, high, low] = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain) ?? []
  if (high === undefined || low === undefined) return undefined
  return [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 0xff]).join('.')
}

/** An interface identifier that carries an IPv4 address. @see RFC 5214 section 6.1 */
const ISATAP = /:(?:0|200):5efe:[0-9a-f]{1,4}:[0-9a-f]{1,4}$|::5efe:[0-9a-f]{1,4}:[0-9a-f]{1,4}$/

function blockListOf(four: readonly string[], six: readonly string[]): BlockList {
  const list = new BlockList()
  const add = (ranges: readonly string[], family: 'ipv4' | 'ipv6') => {
    for (const range of ranges) {
      const [network = '', bits = ''] = range.split('/')
      list.addSubnet(network, Number(bits), family)
    }
  }
  add(four, 'ipv4')
  add(six, 'ipv6')
  return list
}
