/** The MCP Inspector's command line: the strict list, and one call. No model. */

export const inspector = {
  id: 'inspector',
  package: '@modelcontextprotocol/inspector',
  version: '2.12.0',
  bin: 'mcp-inspector',

  async use({ server, tool }, launch) {
    const start = ['--cli', '-e', `${server.variable}=${server.token}`, server.command, ...server.args]
    const listing = await launch([...start, '--method', 'tools/list', '--strict'])
    const calling = await launch([...start, '--method', 'tools/call', '--tool-name', tool])
    return { runs: [listing, calling], listed: namesIn(listing), ...resultIn(calling), told: [] }
  },
}

function namesIn({ exit, stdout }) {
  return exit === 0 ? JSON.parse(stdout).tools.map(({ name }) => name) : []
}

function resultIn({ exit, stdout }) {
  if (exit !== 0) return {}
  const { content, isError } = JSON.parse(stdout)
  return { result: content.map(({ text }) => text).join(''), isError: isError === true }
}
