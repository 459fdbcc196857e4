/** The OpenAI Responses API as far as a client needs it for one tool call, streamed. */
import { eventStream } from './event-stream.mjs'

const CALL_ID = 'call_fake_0001'

export const openaiResponses = {
  path: /^\/v1\/responses$/,

  read(body) {
    const result = (body.input ?? []).find((item) => item.type === 'function_call_output' && item.call_id === CALL_ID)
    return {
      offered: (body.tools ?? []).flatMap(offers),
      ...(result === undefined ? {} : { result: textOf(result.output), isError: false }),
    }
  },

  call: ({ name, ...place }) =>
    answer({ type: 'function_call', id: 'fc_fake', call_id: CALL_ID, ...place, name, arguments: '{}' }),
  say: (text) =>
    answer({
      type: 'message',
      id: 'msg_fake',
      role: 'assistant',
      content: [{ type: 'output_text', text, annotations: [] }],
    }),
}

/** A namespace holds tools of its own; a call names both. */
function offers(tool) {
  if (tool.type !== 'namespace') return [{ name: tool.name ?? tool.type }]
  return tool.tools.map(({ name }) => ({ name, namespace: tool.name }))
}

function textOf(output) {
  return typeof output === 'string' ? output : output.map((part) => part.text ?? '').join('')
}

function answer(item) {
  const response = { id: 'resp_fake', object: 'response' }
  const done = { ...item, status: 'completed' }
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 }
  return eventStream([
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress' } },
    { type: 'response.output_item.done', output_index: 0, item: done },
    { type: 'response.completed', response: { ...response, status: 'completed', output: [done], usage } },
  ])
}
