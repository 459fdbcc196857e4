import { describe, expect, test } from 'vitest'
import { parseExactJson } from '../../src/lib/parse-exact-json.ts'
import { readProblemDetails } from '../../src/response/problem-details.ts'

interface Case {
  readonly shape: string
  readonly given: string
  readonly status?: number
  readonly want: unknown
}

const NONE = { fields: [], others: [] }

describe('readProblemDetails', () => {
  test.each<Case>([
    {
      shape: 'RFC 9457',
      given: '{"type":"about:blank","title":"Forbidden","status":403,"detail":"Wrong role.","instance":"/jobs/1"}',
      status: 403,
      want: { ...NONE, title: 'Forbidden', detail: 'Wrong role.', others: [['instance', '/jobs/1']] },
    },
    {
      shape: 'RFC 9457 with a type and members of its own',
      given: '{"type":"https://e.example/credit","title":"No credit","balance":30,"accounts":["/a/1"]}',
      want: {
        ...NONE,
        title: 'No credit',
        code: 'https://e.example/credit',
        others: [
          ['balance', 30],
          ['accounts', ['/a/1']],
        ],
      },
    },
    {
      shape: 'RFC 9457 with errors (ASP.NET)',
      given: '{"title":"Invalid","status":400,"errors":{"Name":["is required","is short"]},"traceId":"00-1"}',
      status: 400,
      want: {
        title: 'Invalid',
        fields: [{ field: 'Name', message: 'is required; is short' }],
        others: [['traceId', '00-1']],
      },
    },
    {
      shape: 'message and errors by field (Laravel)',
      given: '{"message":"The data was invalid.","errors":{"status":["The status is invalid."]}}',
      want: {
        ...NONE,
        detail: 'The data was invalid.',
        fields: [{ field: 'status', message: 'The status is invalid.' }],
      },
    },
    {
      shape: 'FastAPI',
      given: '{"detail":[{"loc":["body","items",0,"id"],"msg":"Field required","type":"missing"}]}',
      want: { ...NONE, fields: [{ field: 'body.items.0.id', message: 'Field required' }] },
    },
    { shape: 'FastAPI, text', given: '{"detail":"Not found"}', want: { ...NONE, detail: 'Not found' } },
    {
      shape: 'error object with code and message',
      given: '{"error":{"code":"card_declined","message":"Declined.","param":"card"},"request_id":"r1"}',
      want: {
        ...NONE,
        detail: 'Declined.',
        code: 'card_declined',
        others: [
          ['param', 'card'],
          ['request_id', 'r1'],
        ],
      },
    },
    {
      shape: 'Google',
      given: '{"error":{"code":404,"message":"No such job","status":"NOT_FOUND","details":[]}}',
      status: 404,
      want: { ...NONE, detail: 'No such job', code: 'NOT_FOUND' },
    },
    {
      shape: 'JSON-RPC',
      given: '{"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"Invalid params"}}',
      want: { ...NONE, detail: 'Invalid params', code: '-32602', others: [['id', 7]] },
    },
    {
      shape: 'OAuth',
      given: '{"error":"invalid_token","error_description":"Expired."}',
      want: { ...NONE, title: 'invalid_token', detail: 'Expired.' },
    },
    {
      shape: 'list of errors (JSON:API)',
      given: '{"errors":[{"status":"422","title":"Invalid","detail":"Too short.","source":{"pointer":"/data/name"}}]}',
      want: { ...NONE, fields: [{ field: '/data/name', message: 'Too short.' }] },
    },
    {
      shape: 'list of errors (GraphQL, Slack, Shopify)',
      given: '{"errors":[{"message":"No","path":["jobs",3]},"plain",{"x":12345678901234567890}]}',
      want: {
        ...NONE,
        fields: [{ field: 'jobs.3', message: 'No' }, { message: 'plain' }, { message: '{"x":12345678901234567890}' }],
      },
    },
    { shape: 'errors as text', given: '{"errors":"Not allowed"}', want: { ...NONE, detail: 'Not allowed' } },
    {
      shape: 'list at the root (Salesforce)',
      given: '[{"message":"Bad id","errorCode":"MALFORMED_ID","fields":["Id"]}]',
      want: { ...NONE, fields: [{ field: 'Id', message: 'Bad id' }] },
    },
    {
      shape: 'status, code, message',
      given: '{"status":429,"code":"rate_limit_exceeded","message":"Slow down."}',
      status: 429,
      want: { ...NONE, detail: 'Slow down.', code: 'rate_limit_exceeded' },
    },
    { shape: 'error as text', given: '{"ok":false,"error":"nope"}', want: { ...NONE, title: 'nope' } },
    {
      shape: 'fault (Apigee)',
      given: '{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}',
      want: {
        ...NONE,
        detail: 'Invalid ApiKey',
        fields: [{ field: 'errorcode', message: 'oauth.v2.InvalidApiKey' }],
      },
    },
    {
      shape: 'messages as a list (NestJS)',
      given: '{"statusCode":400,"message":["a must be b","c"],"error":"Bad Request"}',
      want: { ...NONE, title: 'Bad Request', fields: [{ message: 'a must be b' }, { message: 'c' }] },
    },
    {
      shape: 'names of the prototype',
      given: '{"__proto__":{"message":"x"},"constructor":"c","message":"Real"}',
      want: {
        ...NONE,
        detail: 'Real',
        others: [
          ['__proto__', { message: 'x' }],
          ['constructor', 'c'],
        ],
      },
    },
    { shape: 'none', given: '{"job":{"id":1}}', want: undefined },
    { shape: 'none', given: '{}', want: undefined },
    { shape: 'none', given: '[]', want: undefined },
    { shape: 'none', given: '"text"', want: undefined },
    { shape: 'none', given: 'null', want: undefined },
    { shape: 'none: empty words', given: '{"message":" ","error":"","errors":[]}', want: undefined },
  ])('$shape: $given', ({ given, status = 422, want }) => {
    const parsed = parseExactJson(given)
    expect(parsed.ok && readProblemDetails(parsed.value, status)).toEqual(want)
  })
})
