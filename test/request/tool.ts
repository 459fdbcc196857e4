/** Parts of a tool → a tool, for tests that need no contract. */
import type { Answer, Encoding, JsonSchema, MediaType, Parameter, Style } from '../../src/contract/model.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import type { Binding, Tool } from '../../src/tool/model.ts'
import { operationOf } from '../plan/factory.ts'

export interface ToolParts {
  readonly method?: string
  readonly path?: string
  readonly origin?: string
  readonly prefix?: string
  readonly bindings?: readonly Binding[]
  readonly pinned?: JsonObject
  readonly inputSchema?: JsonObject
  readonly definitions?: Readonly<Record<string, JsonSchema>>
  readonly body?: { readonly content: MediaType; readonly required?: boolean; readonly schema?: JsonSchema }
  readonly answers?: readonly Answer[]
}

export function createTool(parts: ToolParts = {}): Tool {
  const method = parts.method ?? 'GET'
  const path = parts.path ?? '/x'
  const bindings = parts.bindings ?? []
  const operation = operationOf({
    method,
    path,
    parameters: bindings.flatMap((binding) => (binding.to === 'parameter' ? [binding.parameter] : [])),
    definitions: new Map(Object.entries(parts.definitions ?? {})),
    answers: parts.answers ?? [],
  })
  return {
    name: 'x',
    title: 'X',
    description: '',
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    inputSchema: parts.inputSchema ?? { type: 'object', properties: {}, additionalProperties: false },
    bindings,
    pinned: parts.pinned ?? {},
    planned: {
      entry: {
        operation: 'x',
        upstream: '',
        requires: [],
        internal: false,
        idempotencyKey: false,
        arguments: { pin: {}, forbid: [], max: {} },
        pointer: '/profiles/p/tools/0',
      },
      operation,
      name: 'x',
      access: 'read',
      base: { origin: parts.origin ?? 'https://api.example', path: parts.prefix ?? '' },
      credentials: [],
      scopes: [],
      withheld: [],
      ...(parts.body === undefined ? {} : { content: parts.body.content }),
    },
    ...(parts.body === undefined
      ? {}
      : {
          body: {
            content: parts.body.content,
            required: parts.body.required ?? false,
            schema: parts.body.schema ?? parts.body.content.schema,
          },
        }),
  }
}

const DEFAULT_STYLES = {
  path: { in: 'path', style: 'simple', explode: false, allowReserved: false },
  query: { in: 'query', style: 'form', explode: true, allowReserved: false },
  header: { in: 'header', style: 'simple', explode: false },
  cookie: { in: 'cookie', style: 'form', explode: true, allowReserved: false },
} as const satisfies Record<Style['in'], Style>

/** A parameter in its place's default style. */
export function createParameter(name: string, place: Style['in'], changes: Partial<Parameter> = {}): Parameter {
  return {
    name,
    in: place,
    required: place === 'path',
    deprecated: false,
    allowEmptyValue: false,
    schema: true,
    serialization: { kind: 'style', style: DEFAULT_STYLES[place] },
    pointer: '/parameters/0',
    ...changes,
  }
}

export function styled(name: string, style: Style, changes: Partial<Parameter> = {}): Parameter {
  return createParameter(name, style.in, { serialization: { kind: 'style', style }, ...changes })
}

export function bind(parameter: Parameter, argument = parameter.name): Binding {
  return { argument, to: 'parameter', parameter }
}

export function bindProperties(...names: readonly string[]): readonly Binding[] {
  return names.map((name) => ({ argument: name, to: 'property', property: name }))
}

export const WHOLE_BODY: readonly Binding[] = [{ argument: 'body', to: 'body' }]

export function createContent(
  mediaType: string,
  schema: JsonSchema = true,
  encoding: Readonly<Record<string, Partial<Encoding>>> = {},
): MediaType {
  return {
    mediaType,
    schema,
    encoding: new Map(Object.entries(encoding).map(([name, one]) => [name, { headers: [], ...one }])),
    pointer: '/requestBody/content/0',
  }
}
