/** Short forms of what rendering takes: a call, an answer. */
import type { Answer, Parameter } from '../../src/contract/model.ts'
import type { CredentialUse } from '../../src/plan/model.ts'
import type { Access } from '../../src/profile/model.ts'
import type { RenderContext } from '../../src/response/context.ts'
import type { ContentBlock, ToolResult } from '../../src/response/model.ts'
import { createRedactor } from '../../src/response/redact.ts'
import type { Header, UpstreamResponse } from '../../src/upstream/model.ts'
import { Secret } from '../../src/upstream/secret.ts'
import { operationOf } from '../plan/factory.ts'

export const TOKEN = 'fake-token-0123456789'

interface Call {
  readonly method?: string
  readonly target?: string
  readonly access?: Access
  readonly query?: readonly string[]
  readonly declares?: readonly Answer[]
  readonly credentials?: readonly CredentialUse[]
  readonly resultCharacters?: number
  readonly renew?: string
}

export const DECLARES_JSON: readonly Answer[] = [{ status: '2XX', mediaTypes: ['application/json'] }]

export function call(given: Call = {}): RenderContext {
  const { method = 'GET', target = '/api/jobs?limit=2', access = 'read' } = given
  const path = target.split('?', 1)[0] ?? ''
  const parameters = (given.query ?? []).map(queryParameter)
  return {
    tool: {
      name: 'jobs',
      title: 'Jobs',
      description: '',
      inputSchema: {},
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
      bindings: parameters.map((parameter) => ({
        argument: parameter.name.replaceAll(/\W/g, '_'),
        to: 'parameter' as const,
        parameter,
      })),
      pinned: {},
      planned: {
        entry: {
          operation: 'jobs',
          upstream: '',
          requires: [],
          internal: false,
          idempotencyKey: false,
          arguments: { pin: {}, forbid: [], max: {} },
          pointer: '',
        },
        operation: operationOf({
          method,
          path,
          parameters,
          answers: given.declares ?? [],
        }),
        name: 'jobs',
        access,
        base: { origin: 'https://api.example.com', path: '' },
        credentials: given.credentials ?? [],
        scopes: [],
        withheld: [],
      },
    },
    resultCharacters: given.resultCharacters ?? 40_000,
    ...(given.renew === undefined ? {} : { renew: given.renew }),
    request: { method, target },
    redact: createRedactor([new Secret(TOKEN)]),
  }
}

/** An answer; a body as text goes as UTF-8 JSON unless `headers` say otherwise. */
export function answer(
  status: number,
  body: string | Uint8Array = '',
  headers: readonly Header[] = [['content-type', 'application/json']],
  cut = false,
): UpstreamResponse {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return { status, headers, body: bytes, cut, durationMs: 1 }
}

export function typed(mediaType: string): readonly Header[] {
  return [['content-type', mediaType]]
}

/** The texts of a result, in order; other blocks by their type. */
export function texts(result: ToolResult): readonly string[] {
  return result.content.map((block: ContentBlock) => (block.type === 'text' ? block.text : block.type))
}

function queryParameter(name: string): Parameter {
  return {
    name,
    in: 'query',
    required: false,
    deprecated: false,
    allowEmptyValue: false,
    schema: true,
    serialization: { kind: 'style', style: { in: 'query', style: 'form', explode: true, allowReserved: false } },
    pointer: '',
  }
}
