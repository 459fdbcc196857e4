/** Installs one client of one version into the cache folder; what a run before has left there is used again. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { closedEnvironment, run } from './process.mjs'

const INSTALL_SECONDS = 600
const VERSION_SECONDS = 60

/**
 * @param {{ id: string, package: string, version: string, bin: string }} client
 * @param {string} cache
 * @param {string} home
 * @returns {Promise<{ program: string } | { reason: string }>}
 */
export async function install(client, cache, home) {
  const folder = join(cache, `${client.id}-${client.version}`)
  const program = join(folder, 'node_modules', '.bin', client.bin)
  if ((await installedVersion(folder, client)) !== client.version) {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
    const wanted = `${client.package}@${client.version}`
    const installed = await run('npm', ['install', '--no-audit', '--no-fund', '--save-exact', wanted], {
      cwd: folder,
      env: process.env,
      seconds: INSTALL_SECONDS,
    })
    if (installed.exit !== 0) return { reason: `npm install: ${npmReason(installed)}` }
  }
  const options = { cwd: folder, env: closedEnvironment(home), seconds: VERSION_SECONDS }
  const shown = await run(program, ['--version'], options)
  if (shown.exit === 0 && shown.stdout.includes(client.version)) return { program }
  return { reason: `--version ended with ${shown.exit}: ${lastLine(shown.stderr) ?? lastLine(shown.stdout) ?? ''}` }
}

async function installedVersion(folder, client) {
  const manifest = join(folder, 'node_modules', ...client.package.split('/'), 'package.json')
  return existsSync(manifest) ? JSON.parse(await readFile(manifest, 'utf8')).version : undefined
}

function npmReason({ exit, stderr }) {
  const errors = stderr.split('\n').filter((line) => line.startsWith('npm error'))
  const words = errors.slice(0, 2).map((line) => line.slice('npm error '.length))
  return words.length === 0 ? `ended with ${exit}` : words.join(', ')
}

function lastLine(text) {
  return text.trim().split('\n').pop() || undefined
}
