/** The Gemini API's generateContent as far as a client needs it for one tool call, streamed or not. */
import { eventStream, json } from './event-stream.mjs'

export const geminiContent = {
  path: /^\/v1(beta)?\/models\/[^/:]+:(stream)?[gG]enerateContent$/,

  read(body) {
    const parts = (body.contents ?? []).flatMap((content) => content.parts ?? [])
    const answered = parts.find((part) => part.functionResponse !== undefined)?.functionResponse
    return {
      offered: (body.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []).map(({ name }) => ({ name })),
      ...(answered === undefined ? {} : outcome(answered.response)),
    }
  },

  call: (tool, { path }) => answer(path, { functionCall: { name: tool.name, args: {} } }),
  say: (text, { path }) => answer(path, { text }),
}

function outcome({ output, error }) {
  return { result: String(output ?? error), isError: output === undefined }
}

function answer(path, part) {
  const chunk = {
    candidates: [{ index: 0, content: { role: 'model', parts: [part] }, finishReason: 'STOP' }],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
  }
  return path.includes(':stream') ? eventStream([chunk]) : json(chunk)
}
