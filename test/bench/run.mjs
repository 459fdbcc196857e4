/**
 * How long a start and a call take, and how much memory, as ratios to a hand-written server: `npm run bench
 * [-- repetitions]`. The two take turns, so that a busy machine is busy for both; what counts is the median of the ratios.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { allowlistOf, TARGET } from './contract.mjs'
import { openSession } from './session.mjs'

const repetitions = Number(process.argv[2] ?? 7)
const TOKEN = 'fake-bench-token-0123456789'
const SIZES = { small: 5, large: 3000 }
const CALLS = 400
const IN_FLIGHT = 64

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'drawbridge-bench-'))
const upstream = fork(here('./upstream.mjs'))
try {
  const [port] = await once(upstream, 'message')
  const servers = await prepare(`http://127.0.0.1:${port}`)
  const rows = []
  for (const size of Object.keys(SIZES)) rows.push(...(await starts(servers, size)))
  rows.push(...(await calls(servers, `http://127.0.0.1:${port}/api/things/a/visits`)))
  print(rows)
} finally {
  upstream.disconnect()
  await rm(folder, { recursive: true, force: true })
}

/** For each server, what starts it on a contract of each size. */
async function prepare(origin) {
  const floor = join(folder, 'floor.mjs')
  await build({
    entryPoints: [here('./floor.mjs')],
    outfile: floor,
    ...{ bundle: true, minify: true, platform: 'node', format: 'esm', logLevel: 'error' },
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
  })
  const profiles = join(folder, 'profiles.json')
  const profileOf = (operations) => ({
    title: 'bench',
    upstream: { kind: 'openapi', contract: `${origin}/contract-${operations}.json`, baseUrl: `${origin}/api` },
    auth: { type: 'bearer', token: { env: 'BENCH_TOKEN' } },
    tools: allowlistOf(operations),
  })
  const entries = Object.entries(SIZES).map(([size, operations]) => [size, profileOf(operations)])
  await writeFile(profiles, JSON.stringify({ version: 1, profiles: Object.fromEntries(entries) }))
  // no cache of the user's has a say
  const env = { PATH: process.env.PATH, BENCH_TOKEN: TOKEN, HOME: folder, NODE_DISABLE_COMPILE_CACHE: '1' }
  const contract = (size) => `${origin}/contract-${SIZES[size]}.json`
  return {
    bridge: (size) =>
      openSession([here('../../bin/bridge.js'), 'start', '--profiles', profiles, '--profile', size], env),
    floor: (size) => openSession([floor, contract(size), `${origin}/api`, allowlistOf(SIZES[size]).join(',')], env),
  }
}

async function starts(servers, size) {
  const times = { bridge: [], floor: [] }
  for (let round = -1; round < repetitions; round++) {
    for (const name of inTurn(Object.keys(times), round)) {
      const session = servers[name](size)
      const time = { ...(await session.start()), memory: await session.memory() }
      await session.close()
      // the first is for the file cache
      if (round >= 0) times[name].push(time)
    }
  }
  return [
    ...['initialize', 'list'].map((field) => row(`start → ${field}, ${size}`, 'ms', times, (time) => time[field])),
    row(`memory when started, ${size}`, 'MB', times, ({ memory }) => memory),
  ]
}

async function calls(servers, url) {
  const times = { bridge: [], floor: [] }
  for (let round = 0; round < Math.ceil(repetitions / 2); round++) {
    for (const name of inTurn(Object.keys(times), round)) {
      const session = servers[name]('small')
      await session.start()
      times[name].push(await measureCalls(session, url))
      await session.close()
    }
  }
  return [
    row('call, added to a direct one', 'ms', times, ({ call, direct }) => call - direct),
    row('call with an answer of 1 MB', 'ms', times, ({ large }) => large),
    row(`calls a second, ${IN_FLIGHT} in flight`, '', times, ({ rate }) => rate),
    row('memory after these', 'MB', times, ({ memory }) => memory),
  ]
}

async function measureCalls(session, url) {
  const call = (id) => session.request('tools/call', { name: TARGET, arguments: { id, limit: 3, cursor: 'a b&c' } })
  const agent = new Agent({ keepAlive: true })
  const timed = { call: [], direct: [], large: [] }
  for (let index = -100; index < CALLS; index++) {
    const [called, direct] = [await timeOf(() => call(`a${index}`)), await timeOf(() => fetchDirect(agent, url))]
    if (index < 0) continue
    timed.call.push(called)
    timed.direct.push(direct)
  }
  for (let index = 0; index < 10; index++) timed.large.push(await timeOf(() => call('large')))
  agent.destroy()
  let left = CALLS * 5
  const all = await timeOf(() =>
    Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        while (left-- > 0) await call(`b${left}`)
      }),
    ),
  )
  return {
    ...Object.fromEntries(Object.entries(timed).map(([name, values]) => [name, median(values)])),
    rate: (CALLS * 5 * 1000) / all,
    memory: await session.memory(),
  }
}

function fetchDirect(agent, url) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${TOKEN}` } }, (response) => {
      response.resume().on('end', resolve)
    }).on('error', reject)
  })
}

async function timeOf(action) {
  const start = performance.now()
  await action()
  return performance.now() - start
}

function inTurn(names, round) {
  return round % 2 === 0 ? names : names.toReversed()
}

function row(what, unit, { bridge, floor }, read) {
  const ratio = median(bridge.map((one, index) => read(one) / read(floor[index])))
  const value = (list) => `${median(list.map(read)).toPrecision(3)}${unit === '' ? '' : ` ${unit}`}`
  return [what, value(floor), value(bridge), ratio.toFixed(2)]
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function print(rows) {
  const lines = [['', 'floor', 'bridge', 'ratio'], ...rows]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  for (const line of lines) {
    const [first, ...others] = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    )
    console.log([first, ...others].join('  '))
  }
}
