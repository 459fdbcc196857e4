/** Gemini CLI: one prompt without a terminal, its only server the bridge. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { askModel } from './ask-model.mjs'

export const geminiCli = {
  id: 'gemini-cli',
  package: '@google/gemini-cli',
  version: '0.61.0',
  bin: 'gemini',

  use: (place, launch) =>
    askModel(place, `mcp_${place.server.name}_`, async (origin) => {
      const { name, command, args, variable } = place.server
      const folder = join(place.home, '.gemini')
      await mkdir(folder, { recursive: true })
      const settings = {
        mcpServers: { [name]: { command, args, env: { [variable]: `$${variable}` } } },
        // an untrusted folder switches every server off
        security: { folderTrust: { enabled: false }, auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
        general: { enableAutoUpdate: false },
      }
      await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
      // a named model: choosing one would be a question to the model as well
      return launch(['-m', 'gemini-2.5-flash', '-p', place.prompt, '--yolo'], {
        GEMINI_API_KEY: 'fake-model-key',
        GOOGLE_GEMINI_BASE_URL: origin,
        GEMINI_CLI_NO_RELAUNCH: 'true',
      })
    }),
}
