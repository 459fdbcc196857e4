/** A loopback stand-in for a model's API: it asks for one tool, and ends once it has seen the result. */
import { createServer } from 'node:http'
import { anthropicMessages } from './anthropic-messages.mjs'
import { geminiContent } from './gemini-content.mjs'
import { openaiResponses } from './openai-responses.mjs'

const DIALECTS = [anthropicMessages, openaiResponses, geminiContent]

/**
 * @typedef {object} Turn What one request told the model.
 * @property {readonly { name: string, namespace?: string }[]} offered The tools that it may call.
 * @property {string} [result] The result of the call it had asked for.
 * @property {boolean} [isError]
 * @property {string} text The whole request.
 */

/**
 * @param {(offer: { name: string, namespace?: string }) => boolean} isWanted Which of the offered tools to ask for.
 * @returns {Promise<{ origin: string, turns: Turn[], unknown: string[], close(): Promise<void> }>} `unknown`: requests of no dialect.
 */
export async function startModelApi(isWanted) {
  const turns = []
  const unknown = []

  function answerTo({ method, path, text }) {
    const dialect = method === 'POST' ? DIALECTS.find((one) => one.path.test(path)) : undefined
    if (dialect === undefined) {
      unknown.push(`${method} ${path}`)
      return undefined
    }
    const request = { path, body: JSON.parse(text) }
    const turn = { ...dialect.read(request.body), text }
    turns.push(turn)
    const wanted = turn.result === undefined ? turn.offered.find(isWanted) : undefined
    return wanted === undefined ? dialect.say('Done.', request) : dialect.call(wanted, request)
  }

  const server = createServer(async (incoming, outgoing) => {
    const chunks = []
    for await (const chunk of incoming) chunks.push(chunk)
    const path = new URL(incoming.url, 'http://127.0.0.1').pathname
    const answer = answerTo({ method: incoming.method, path, text: Buffer.concat(chunks).toString('utf8') })
    outgoing.writeHead(answer === undefined ? 404 : 200, { 'content-type': answer?.type ?? 'application/json' })
    outgoing.end(answer?.body ?? '{}')
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    turns,
    unknown,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}
