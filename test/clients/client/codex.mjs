/** Codex: one prompt without a terminal, its only server the bridge. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { askModel } from './ask-model.mjs'

export const codex = {
  id: 'codex',
  package: '@openai/codex',
  version: '0.169.0',
  bin: 'codex',

  use: (place, launch) =>
    askModel(place, `mcp__${place.server.name}`, async (origin) => {
      const folder = join(place.home, '.codex')
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'config.toml'), config(origin, place.server))
      return launch(['exec', '--skip-git-repo-check', '--sandbox', 'read-only', place.prompt], {
        CODEX_HOME: folder,
        FAKE_MODEL_KEY: 'fake-model-key',
      })
    }),
}

// JSON's strings and arrays of strings are TOML's
const config = (origin, { name, command, args, variable }) => `
model = "fake-model"
model_provider = "fake"

[model_providers.fake]
name = "Fake"
base_url = "${origin}/v1"
wire_api = "responses"
env_key = "FAKE_MODEL_KEY"

[mcp_servers.${name}]
command = ${JSON.stringify(command)}
args = ${JSON.stringify(args)}
env_vars = ${JSON.stringify([variable])}
`
