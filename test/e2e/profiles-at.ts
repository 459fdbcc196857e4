/** Copies of profiles files that point at a running fixture. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const folders: string[] = []

afterAll(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

const SHIPPED = {
  demo: { file: '../../profiles/demo-profiles.json', origin: 'http://127.0.0.1:4010' },
  agent: { file: '../../profiles/agent-profiles.json', origin: 'https://geargenius.ai' },
}

/** The path of a shipped file's copy, with the fixture's origin in place of its own. */
export async function shippedProfilesAt(name: keyof typeof SHIPPED, origin: string): Promise<string> {
  const { file, origin: own } = SHIPPED[name]
  return writeProfiles((await textOf(file)).replaceAll(own, origin))
}

/** The path of a copy of `test/fixtures/profiles/<name>.json`. */
export async function fixtureProfilesAt(name: string, origin: string): Promise<string> {
  return writeProfiles((await textOf(`../fixtures/profiles/${name}.json`)).replaceAll('http://127.0.0.1:4010', origin))
}

export async function writeProfiles(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-e2e-'))
  folders.push(folder)
  const path = join(folder, 'agent-profiles.json')
  await writeFile(path, text)
  return path
}

function textOf(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), 'utf8')
}
