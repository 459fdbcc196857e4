/** A request of the Model Context Protocol and its arguments → the JSON-RPC message that is the body. */
import type { RemoteRequest } from '../contract/model.ts'
import type { Header } from '../upstream/model.ts'

/** What a request goes out with; a server chooses between the two kinds of answer. @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#sending-messages-to-the-server */
export const REMOTE_HEADERS: readonly Header[] = [
  ['accept', 'application/json, text/event-stream'],
  ['content-type', 'application/json'],
]

/** The message. Its id is one that the session replaces; `args` are JSON as they were written. */
export function remoteBody(remote: RemoteRequest, args: string | undefined): string {
  const params =
    remote.rpc === 'tools/call'
      ? `{"name":${JSON.stringify(remote.name)},"arguments":${args ?? '{}'}}`
      : `{"uri":${JSON.stringify(remote.uri)}}`
  return `{"jsonrpc":"2.0","id":1,"method":"${remote.rpc}","params":${params}}`
}
