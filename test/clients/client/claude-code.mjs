/** Claude Code: one prompt without a terminal, its only server the bridge. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { askModel } from './ask-model.mjs'

export const claudeCode = {
  id: 'claude-code',
  package: '@anthropic-ai/claude-code',
  version: '2.1.329',
  bin: 'claude',

  use: (place, launch) =>
    askModel(place, `mcp__${place.server.name}__`, async (origin) => {
      const { name, command, args, variable } = place.server
      const config = join(place.home, 'mcp.json')
      const server = { command, args, env: { [variable]: `\${${variable}}` } }
      await writeFile(config, JSON.stringify({ mcpServers: { [name]: server } }))
      const allowed = `mcp__${name}__${place.tool}`
      return launch(['-p', place.prompt, '--mcp-config', config, '--strict-mcp-config', '--allowedTools', allowed], {
        ANTHROPIC_BASE_URL: origin,
        ANTHROPIC_API_KEY: 'fake-model-key',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_TELEMETRY: '1',
        DISABLE_AUTOUPDATER: '1',
        // otherwise the tools hide behind a search that a stand-in model would have to play too
        ENABLE_TOOL_SEARCH: 'false',
      })
    }),
}
