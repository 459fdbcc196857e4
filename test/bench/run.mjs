/**
 * Starts and calls beside a server written by hand, as ratios of one run: `npm run bench [-- PART] [REPETITIONS]`, where
 * PART is `starts`, `calls` or `growth`; the last one writes `growth.json` and `growth.svg` and isn't run unasked.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { calls } from './calls.mjs'
import { plot } from './plot.mjs'
import { prepareServers } from './servers.mjs'
import { growth, starts } from './starts.mjs'

const args = process.argv.slice(2)
const part = args.find((arg) => !/^\d+$/.test(arg))
const repetitions = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 7)
const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const PARTS = {
  starts: async (servers) => {
    print([['start →', 'floor', 'first', 'ratio', 'later', 'ratio'], ...(await starts(servers, repetitions))])
  },
  calls: async (servers, origin) => {
    const rows = await calls(servers, Math.ceil(repetitions / 2), `${origin}/api/things/a/visits`)
    print([['', 'floor', 'bridge', 'ratio'], ...rows])
  },
  growth: async (servers) => {
    const data = await growth(servers, repetitions)
    await writeFile(here('./growth.json'), `${JSON.stringify(data, null, 2)}\n`)
    await writeFile(here('./growth.svg'), plot(data))
  },
}

const folder = await mkdtemp(join(tmpdir(), 'drawbridge-bench-'))
const upstream = fork(here('./upstream.mjs'))
try {
  const [port] = await once(upstream, 'message')
  const origin = `http://127.0.0.1:${port}`
  const servers = await prepareServers(origin, folder)
  for (const name of part === undefined ? ['starts', 'calls'] : [part]) await PARTS[name](servers, origin)
} finally {
  upstream.disconnect()
  await rm(folder, { recursive: true, force: true })
}

function print(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  for (const line of lines) {
    const [first, ...others] = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    )
    console.log([first, ...others].join('  '))
  }
  console.log()
}
