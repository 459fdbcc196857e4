/** One prompt of a client to the stand-in model, into what the model was told of the bridge. */
import { startModelApi } from '../model/model-api.mjs'

/**
 * @param {{ tool: string }} place
 * @param {string} prefix What the client puts before the names of the bridge's tools, or the namespace it gives them.
 * @param {(origin: string) => Promise<import('../process.mjs').Run>} prompt Runs the client on the model at that origin.
 * @returns {Promise<import('../judge.mjs').Seen>}
 */
export async function askModel({ tool }, prefix, prompt) {
  const own = ({ name, namespace }) => {
    if (namespace !== undefined) return namespace === prefix ? name : undefined
    return name.startsWith(prefix) ? name.slice(prefix.length) : undefined
  }
  const model = await startModelApi((offer) => own(offer) === tool)
  try {
    const run = await prompt(model.origin)
    const answered = model.turns.find(({ result }) => result !== undefined)
    const offered = model.turns.flatMap((turn) => turn.offered).map(own)
    return {
      runs: [run],
      listed: [...new Set(offered.filter((name) => name !== undefined))],
      ...(answered === undefined ? {} : { result: answered.result, isError: answered.isError }),
      told: model.turns.map(({ text }) => text),
      unknown: model.unknown,
    }
  } finally {
    await model.close()
  }
}
