/** Starts the fixtures' GearGenius from its TypeScript source, and writes a profiles file that points at it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const SOURCE = fileURLToPath(new URL('../../fixtures/geargenius/start-gear-genius.ts', import.meta.url))
const SHIPPED = new URL('../../profiles/demo-profiles.json', import.meta.url)
const SHIPPED_ORIGIN = 'http://127.0.0.1:4010'

export const PROFILE = 'demo_technician'
export const TOKEN_VARIABLE = 'DEMO_USER_TOKEN'

/** A running GearGenius; `folder` takes the bundle. */
export async function startGearGenius(folder) {
  const outfile = join(folder, 'gear-genius.mjs')
  await build({
    entryPoints: [SOURCE],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  })
  const built = await import(pathToFileURL(outfile).href)
  return built.startGearGenius()
}

/**
 * Writes the profiles file into `folder`.
 * @returns {Promise<{ path: string, tools: readonly string[] }>} `tools`: what the profile names, which are its tools' names.
 */
export async function writeProfiles(folder, origin) {
  const text = (await readFile(SHIPPED, 'utf8')).replaceAll(SHIPPED_ORIGIN, origin)
  const path = join(folder, 'agent-profiles.json')
  await mkdir(folder, { recursive: true })
  await writeFile(path, text)
  const { tools } = JSON.parse(text).profiles[PROFILE]
  return { path, tools: tools.map((entry) => (typeof entry === 'string' ? entry : entry.operation)) }
}
