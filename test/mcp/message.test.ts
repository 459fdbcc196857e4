import { describe, expect, test } from 'vitest'
import { ExactNumber } from '../../src/lib/json.ts'
import { readMessage } from '../../src/mcp/message.ts'

const deep = `${'['.repeat(600)}${']'.repeat(600)}`

describe('readMessage', () => {
  test.each([
    { given: '{"jsonrpc":"2.0","id":1,"method":"ping"}', want: { kind: 'request', params: {} } },
    { given: '\ufeff{"jsonrpc":"2.0","id":"a","method":"ping","extra":1}', want: { kind: 'request' } },
    { given: '{"jsonrpc":"2.0","method":"notifications/x","params":{}}', want: { kind: 'notification' } },
    { given: '{"jsonrpc":"2.0","id":1,"result":{}}', want: { kind: 'response' } },
    { given: '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}', want: { kind: 'response' } },
    {
      given: '{"jsonrpc":"2.0","id":1,"method":"x","params":{"n":9007199254740993}}',
      want: { kind: 'request', params: { n: new ExactNumber('9007199254740993') } },
    },
    { given: 'hello', want: { kind: 'ignored', because: 'not-json' } },
    { given: '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', want: { kind: 'ignored', because: 'batch' } },
    { given: '"x"', want: { kind: 'ignored', because: 'not-json-rpc' } },
    { given: '{}', want: { kind: 'ignored', because: 'not-json-rpc' } },
    { given: '{"jsonrpc":"2.0","id":null,"method":"ping"}', want: { kind: 'ignored', because: 'no-usable-id' } },
    { given: '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', want: { kind: 'ignored', because: 'no-usable-id' } },
    { given: '{"jsonrpc":"2.0","id":{},"method":"ping"}', want: { kind: 'ignored', because: 'no-usable-id' } },
    { given: '{"jsonrpc":"2.0","method":"notifications/x","params":[]}', want: { kind: 'ignored' } },
    { given: '{"id":1,"method":"ping"}', want: { answer: { id: 1, error: { code: -32600 } } } },
    { given: '{"jsonrpc":"1.0","id":1,"method":"ping"}', want: { answer: { id: 1, error: { code: -32600 } } } },
    { given: '{"jsonrpc":"2.0","id":1,"method":7}', want: { answer: { id: 1, error: { code: -32600 } } } },
    { given: '{"jsonrpc":"2.0","id":1}', want: { answer: { id: 1, error: { code: -32600 } } } },
    {
      given: '{"jsonrpc":"2.0","id":1152921504606846976,"method":"ping"}',
      want: { answer: { id: new ExactNumber('1152921504606846976'), error: { code: -32600 } } },
    },
    {
      given: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}}',
      want: { answer: { id: 1, error: { code: -32600, message: 'Invalid request: duplicate-key' } } },
    },
    {
      given: `\ufeff\ufeff\ufeff{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":${deep}}}`,
      want: { answer: { id: 1, error: { code: -32600, message: 'Invalid request: too-deep' } } },
    },
    {
      given: '{"jsonrpc":"2.0","id":1,"method":"x","params":[1]}',
      want: { answer: { id: 1, error: { code: -32602 } } },
    },
    {
      given: '{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"progressToken":{}}}}',
      want: { answer: { id: 1, error: { code: -32602 } } },
    },
  ])('reads $given', ({ given, want }) => {
    expect(readMessage(given)).toMatchObject(want)
  })
})
