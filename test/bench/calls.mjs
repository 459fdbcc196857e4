/** How long calls take, beside the same calls made directly. */
import { Agent, get } from 'node:http'
import { allowlistOf, TARGET } from './contract.mjs'
import { inTurn, median } from './median.mjs'
import { TOKEN } from './servers.mjs'

const OPERATIONS = 5
const CALLS = 400
const IN_FLIGHT = 64
const KINDS = ['floor', 'later']

/** Rows of cells: what, the floor, the bridge, its ratio. */
export async function calls(servers, repetitions, url) {
  const times = { floor: [], later: [] }
  for (let round = 0; round < repetitions; round++) {
    for (const kind of inTurn(KINDS, round)) {
      const session = await servers[kind](OPERATIONS, allowlistOf(OPERATIONS))
      await session.start()
      times[kind].push(await measureCalls(session, url))
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

function row(what, unit, { floor, later }, read) {
  const ratio = median(later.map((one, index) => read(one) / read(floor[index])))
  const value = (list) => `${median(list.map(read)).toPrecision(3)}${unit === '' ? '' : ` ${unit}`}`
  return [what, value(floor), value(later), ratio.toFixed(2)]
}
