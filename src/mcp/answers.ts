/** What is served → the results of requests, without the library. */
import type { JsonObject } from '../lib/json.ts'
import { type Calls, resultOf } from './calls.ts'
import type { Answers, Run } from './direct-answers.ts'
import { discovery, type Introduction, signed, welcome } from './introduction.ts'
import { listingOf } from './listing.ts'
import { readCallParams } from './params.ts'
import { CACHE } from './protocol.ts'
import type { Readiness } from './readiness.ts'

/** Calls only of tools that ask nobody, and whose answers we make ourselves: what a hosted server answers, the library checks. */
export function createAnswers(introduction: Introduction, readiness: Readiness, calls: Calls): Answers {
  return {
    welcome: (params) => welcome(introduction, params),
    discovery: signed(introduction, discovery(introduction)),
    direct: (method, params) => (method === 'ping' ? async () => ({}) : run(method, params)),
    directModern: (method, params) => {
      const plain = run(method, params)
      const cache = method === 'tools/list' ? CACHE : {}
      return plain && (async (stop) => signed(introduction, { ...cache, ...(await plain(stop)) }))
    },
  }

  function run(method: string, params: JsonObject): Run | undefined {
    if (method === 'tools/list') return async () => listingOf(await readiness.bridge())
    return method === 'tools/call' ? callOf(params) : undefined
  }

  function callOf(params: JsonObject): Run | undefined {
    const bridge = readiness.now()
    const call = readCallParams(params)
    const planned = call.ok ? bridge?.tools.get(call.value.name)?.planned : undefined
    if (!call.ok || bridge === undefined || planned === undefined) return undefined
    if (planned.entry.confirm === true || planned.operation.remote !== undefined) return undefined
    return async (stop) => resultOf(await calls.call(bridge, call.value, stop))
  }
}
