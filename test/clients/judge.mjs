/** What a client, the bridge and the API saw of one run, into what is wrong with it. */
import { foreignLine } from './transcript.mjs'

/**
 * @typedef {object} Seen What a client's run gave.
 * @property {readonly import('./process.mjs').Run[]} runs
 * @property {readonly string[]} listed The bridge's tools as they reached the model, without the client's prefix.
 * @property {string} [result] The call's result as it reached the model.
 * @property {boolean} [isError]
 * @property {readonly string[]} told Everything that the model was told.
 */

/**
 * @param {Seen} seen
 * @param {{ stdout: readonly string[] }} transcript
 * @param {readonly { method: string, target: string, headers: object, status: number }[]} requests What the API got.
 * @param {{ tools: readonly string[], target: string, token: string, words: readonly string[] }} wanted
 * @returns {Readonly<Record<'listed' | 'called' | 'result' | 'stdout', readonly string[]>>} The faults of each column.
 */
export function judge(seen, transcript, requests, wanted) {
  const { listed, result } = seen
  const calls = requests.filter(({ target }) => !target.startsWith('/.well-known/'))
  const stdout = transcript.stdout.join('')
  return {
    listed: [
      ...named('did not reach the model', difference(wanted.tools, listed)),
      ...named('of another profile', difference(listed, wanted.tools)),
    ],
    called: [
      ...(calls.length === 1 ? [] : [`the API got ${calls.length} calls, not 1`]),
      ...calls.flatMap((call) => [
        ...(`${call.method} ${call.target}` === wanted.target ? [] : [`the API got ${call.method} ${call.target}`]),
        ...(call.headers['x-user-token'] === wanted.token ? [] : ['the call came without the token']),
        ...(call.status === 200 ? [] : [`the API answered with ${call.status}`]),
      ]),
    ],
    result: [
      ...(result === undefined ? ['no result reached the model'] : []),
      ...(seen.isError === true ? ['the result was marked as an error'] : []),
      ...wanted.words.filter((words) => !result?.includes(words)).map((words) => `the result lacks ${words}`),
      ...(seen.told.some((text) => text.includes(wanted.token)) ? ['the model was told the token'] : []),
      ...seen.runs.filter(({ exit }) => exit !== 0).map(({ exit }) => `the client ended with ${exit}`),
    ],
    stdout: [
      ...(stdout === '' ? ['the bridge wrote nothing'] : []),
      ...transcript.stdout.map(foreignLine).filter((line) => line !== undefined),
      ...(stdout.includes(wanted.token) ? ['the bridge wrote the token'] : []),
    ],
  }
}

function difference(names, others) {
  return names.filter((name) => !others.includes(name))
}

function named(what, names) {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]
}
