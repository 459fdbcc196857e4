/** How long starts take: the servers in turn, so that a busy machine is busy for all; what counts is the median of ratios. */
import { setTimeout as pause } from 'node:timers/promises'
import { allowlistOf, contractOf } from './contract.mjs'
import { inTurn, median } from './median.mjs'

const SIZES = { small: 3, large: 6000 }

/** Operations of contracts from 5 KB to 14 MB. */
const OPERATIONS = [3, 200, 800, 2000, 4000, 6000]

/** Tools of the largest contract. */
const TOOLS = [1, 15, 100, 400, 800, 1471]

const KINDS = ['floor', 'first', 'later']

/** Rows of cells: what, the floor, the bridge at its first start, its ratio, at a later start, its ratio. */
export async function starts(servers, repetitions) {
  const rows = []
  const small = await samples(servers, SIZES.small, allowlistOf(SIZES.small), repetitions)
  const large = await samples(servers, SIZES.large, allowlistOf(SIZES.large), repetitions)
  const size = `${(Buffer.byteLength(JSON.stringify(contractOf(SIZES.large))) / 1e6).toFixed(0)} MB`
  for (const [of, taken, againstSmall] of [
    ['5 KB', small, false],
    [size, large, true],
  ]) {
    for (const field of ['initialize', 'list']) {
      rows.push(row(`${field}, contract of ${of}`, taken, taken, (one) => one[field], 'ms'))
      if (againstSmall) rows.push(row(`… beside the floor on 5 KB`, small, taken, (one) => one[field], 'ms'))
    }
    rows.push(row(`memory, contract of ${of}`, taken, taken, (one) => one.memory, 'MB'))
  }
  return rows
}

/** The least time and memory against size and against the number of tools: what the machine did beside it is in neither. */
export async function growth(servers, repetitions) {
  const bySize = []
  for (const operations of OPERATIONS) {
    const megabytes = Buffer.byteLength(JSON.stringify(contractOf(operations))) / 1e6
    bySize.push({ x: megabytes, ...(await least(servers, operations, allowlistOf(operations), repetitions)) })
  }
  const byTools = []
  const most = OPERATIONS.at(-1)
  for (const tools of TOOLS) {
    byTools.push({ x: tools, ...(await least(servers, most, allowlistOf(most, tools), repetitions)) })
  }
  return { bySize, byTools }
}

async function least(servers, operations, allowed, repetitions) {
  const taken = await samples(servers, operations, allowed, repetitions)
  const of = (kind, field) => Number(Math.min(...taken[kind].map((one) => one[field])).toPrecision(3))
  return Object.fromEntries(KINDS.map((kind) => [kind, { ms: of(kind, 'list'), mb: of(kind, 'memory') }]))
}

async function samples(servers, operations, allowed, repetitions) {
  const taken = Object.fromEntries(KINDS.map((kind) => [kind, []]))
  for (let round = -1; round < repetitions; round++) {
    for (const kind of inTurn(KINDS, round)) {
      const session = await servers[kind](operations, allowed)
      const times = await session.start()
      // by then it has settled
      await pause(150)
      const memory = await session.memory()
      await session.close()
      // the first is for the caches, of files and of what is kept
      if (round >= 0) taken[kind].push({ ...times, memory })
    }
  }
  return taken
}

function row(what, base, taken, read, unit) {
  const value = (list) => `${median(list.map(read)).toPrecision(3)} ${unit}`
  const ratio = (kind) => median(taken[kind].map((one, index) => read(one) / read(base.floor[index]))).toFixed(2)
  return [what, value(base.floor), value(taken.first), ratio('first'), value(taken.later), ratio('later')]
}
