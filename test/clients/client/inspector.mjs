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
    const runs = [listing, calling]
    if (runs.some(({ exit }) => exit !== 0)) return { runs, listed: [], told: [] }
    const { content, isError } = JSON.parse(calling.stdout)
    return {
      runs,
      listed: JSON.parse(listing.stdout).tools.map(({ name }) => name),
      result: content.map(({ text }) => text).join(''),
      isError: isError === true,
      told: [],
    }
  },
}
