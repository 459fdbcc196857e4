/** The Anthropic Messages API as far as a client needs it for one tool call, streamed or not. */
import { eventStream, json } from './event-stream.mjs'

const CALL_ID = 'toolu_fake_0001'

export const anthropicMessages = {
  path: /^\/v1\/messages$/,

  read(body) {
    const blocks = (body.messages ?? []).flatMap(({ content }) => (Array.isArray(content) ? content : []))
    const result = blocks.find((block) => block.type === 'tool_result' && block.tool_use_id === CALL_ID)
    return {
      offered: (body.tools ?? []).map(({ name }) => ({ name })),
      ...(result === undefined ? {} : { result: textOf(result.content), isError: result.is_error === true }),
    }
  },

  call: (tool, { body }) => answer(body, { type: 'tool_use', id: CALL_ID, name: tool.name, input: {} }, 'tool_use'),
  say: (text, { body }) => answer(body, { type: 'text', text }, 'end_turn'),
}

function textOf(content) {
  return typeof content === 'string' ? content : content.map((block) => block.text ?? '').join('')
}

function answer(request, block, stop) {
  const usage = { input_tokens: 1, output_tokens: 1 }
  const message = {
    id: 'msg_fake',
    type: 'message',
    role: 'assistant',
    model: request.model,
    stop_sequence: null,
    usage,
  }
  if (request.stream !== true) return json({ ...message, content: [block], stop_reason: stop })
  const [empty, delta] =
    block.type === 'text'
      ? [
          { ...block, text: '' },
          { type: 'text_delta', text: block.text },
        ]
      : [block, { type: 'input_json_delta', partial_json: JSON.stringify(block.input) }]
  return eventStream([
    { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
    { type: 'content_block_start', index: 0, content_block: empty },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ])
}
