/** Where the API runs, and a folder → what starts each server on a contract with an allowlist. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { openSession } from './session.mjs'

export const TOKEN = 'fake-bench-token-0123456789'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/**
 * `floor` is the server written by hand. `first` is a bridge that nothing is kept for, `later` one that was started
 * before. Each gives an open session.
 */
export async function prepareServers(origin, folder) {
  const floor = join(folder, 'floor.mjs')
  await build({
    entryPoints: [here('./floor.mjs')],
    outfile: floor,
    ...{ bundle: true, minify: true, platform: 'node', format: 'esm', logLevel: 'error' },
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
  })
  const bridge = async (operations, allowed, home) => {
    const profile = {
      title: 'bench',
      upstream: { kind: 'openapi', contract: contractAt(origin, operations), baseUrl: `${origin}/api` },
      auth: { type: 'bearer', token: { env: 'BENCH_TOKEN' } },
      tools: allowed,
    }
    const profiles = join(folder, 'agent-profiles.json')
    await writeFile(profiles, JSON.stringify({ version: 1, profiles: { bench: profile } }))
    return openSession([here('../../bin/bridge.js'), 'start', '--profiles', profiles], environment(home))
  }
  return {
    floor: async (operations, allowed) =>
      openSession([floor, contractAt(origin, operations), `${origin}/api`, allowed.join(',')], environment(folder)),
    first: async (operations, allowed) => {
      const home = join(folder, 'first')
      await rm(home, { recursive: true, force: true })
      await mkdir(home)
      return bridge(operations, allowed, home)
    },
    later: (operations, allowed) => bridge(operations, allowed, join(folder, 'later')),
  }
}

function contractAt(origin, operations) {
  return `${origin}/contract-${operations}.json`
}

function environment(home) {
  return { PATH: process.env.PATH, BENCH_TOKEN: TOKEN, HOME: home, XDG_CACHE_HOME: home, XDG_STATE_HOME: home }
}
