/** Documents that are read over the network → those of this machine, and for the others what is kept of them. */
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { HostedServers, MarkedDocuments, ReadOptions } from './ports.ts'

/** Asks no server: whether what is kept is still so is for the lock to say. */
export function offlineDocuments(documents: MarkedDocuments): MarkedDocuments {
  return {
    read: async (uri, options) => (isHere(uri) ? documents.read(uri, options) : unknown(uri, options.source)),
    readUnless: async (mark, uri, options) =>
      isHere(uri) ? documents.readUnless(mark, uri, options) : pass(undefined),
  }
}

/** What a hosted server lists is for whoever asks, so nothing is kept of it. */
export const OFFLINE_SERVERS: HostedServers = {
  list: async (_profile, { url }) => unknown(url, 'contract'),
}

function isHere(uri: string): boolean {
  return uri.startsWith('file:')
}

function unknown(uri: string, source: ReadOptions['source']): Checked<never> {
  return refuse(problem('OFFLINE_UNKNOWN', { source, uri }, {}))
}
