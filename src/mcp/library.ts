/** What is used of the MCP library: it takes longer to load than all else that a start needs, and most sessions do without. */
export { createRequestStateCodec, inputRequired, inputResponse, Server } from '@modelcontextprotocol/server'
export { serveStdio } from '@modelcontextprotocol/server/stdio'

export type Library = typeof import('./library.ts')
