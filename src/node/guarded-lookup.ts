/** A host name → its addresses, if a connection may be made to them: what is checked is what is connected to. */
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { ADDRESS_REFUSED } from './fault.ts'
import { isPublicAddress } from './public-address.ts'

export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

export interface GuardOptions {
  /** Whether the owner of the profile wrote this host; then it may be anywhere, a company's own network included. */
  readonly isWritten: (hostname: string) => boolean
  /** Written hosts next to which others may be: in a company's network, the API names a server of that network. */
  readonly written?: ReadonlySet<string>
  readonly resolve?: Resolve
}

/**
 * A host that only a server named has to be public, unless a written one is not either. One that was public stays so:
 * a name that leads into this network the second time leads there on purpose.
 */
export function createGuardedLookup({ isWritten, written, resolve = resolveAll }: GuardOptions): LookupFunction {
  const publicOnes = new Set<string>()

  async function admitted(hostname: string): Promise<readonly LookupAddress[] | undefined> {
    const addresses = await resolve(hostname)
    if (addresses.every(({ address }) => isPublicAddress(address))) {
      publicOnes.add(hostname)
      return addresses
    }
    if (publicOnes.has(hostname)) return undefined
    return isWritten(hostname) || (await isBesideWritten()) ? addresses : undefined
  }

  async function isBesideWritten(): Promise<boolean> {
    for (const host of written ?? []) {
      const addresses = await resolve(host).catch(() => [])
      if (addresses.some(({ address }) => !isPublicAddress(address))) return true
    }
    return false
  }

  return (hostname, options, callback) => {
    admitted(hostname).then(
      (addresses) => {
        const [first] = addresses ?? []
        if (addresses === undefined || first === undefined) callback(refusal(), '', 0)
        else if (options.all === true) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      // whatever a resolver rejects with is an error with a code
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
}

async function resolveAll(hostname: string): Promise<readonly LookupAddress[]> {
  const { lookup } = await import('node:dns/promises')
  return lookup(hostname, { all: true })
}

function refusal(): NodeJS.ErrnoException {
  return Object.assign(new Error('refused'), { code: ADDRESS_REFUSED })
}
