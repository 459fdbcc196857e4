/** What a hosted MCP server lists → a contract whose operations are its tools, with its resources beside them. */
import { isArray, isObject, type JsonObject, type JsonValue, member, stringifyJson, toDoubles } from '../lib/json.ts'
import type { JsonPointer } from '../lib/pointer.ts'
import { type Checked, pass, refuse, unlessErrors } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import { createDefinitions } from './definitions.ts'
import type { Document } from './document.ts'
import type { Contract, JsonSchema, MediaType, Operation, OperationEntry, WholeOperation } from './model.ts'
import { optional, rootNode } from './node.ts'

/** The answers of a hosted MCP server to `tools/list` and `resources/list`, all pages together. */
export interface McpListing {
  /** Absolute URL of the server. */
  readonly uri: string
  readonly title: string
  readonly version: string
  readonly tools: readonly JsonValue[]
  readonly resources: readonly JsonValue[]
  /** Whether a credential was sent. */
  readonly credentialled: boolean
}

/**
 * Makes the index at once; the schema of a tool is looked at when the tool is asked for.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool
 */
export function readMcpContract(listing: McpListing): Contract {
  const { uri, title, version, credentialled } = listing
  const tools = listing.tools.map((tool, index) => entryOfTool(tool, index, uri))
  const found = new Map(tools.flatMap((one) => ('entry' in one ? [[one.entry, one.tool] as const] : [])))
  return {
    ...{ uri, title, version, openapi: '3.1', servers: [], declaresSecurity: false, securitySchemes: new Map() },
    operations: [...found.keys()],
    unreadable: tools.flatMap((one) => ('problem' in one ? [one.problem] : [])),
    hosted: { credentialled, resources: new Map(listing.resources.flatMap((one) => resourceOf(one, uri))) },
    read: (entry) => {
      const tool = found.get(entry)
      if (tool === undefined) throw new Error(`${entry.key} is not an entry of this contract`)
      return readTool(entry, tool, uri)
    },
    line: () => undefined,
  }
}

type Listed = { readonly entry: OperationEntry; readonly tool: JsonObject } | { readonly problem: Problem }

function entryOfTool(tool: JsonValue, index: number, uri: string): Listed {
  const pointer = `/tools/${index}`
  const name = isObject(tool) ? member(tool, 'name') : undefined
  if (!isObject(tool) || typeof name !== 'string' || name === '') {
    const at = { source: 'contract', uri, pointer } as const
    return { problem: problem('OPERATION_INVALID', at, { operation: `tool ${index + 1}`, detail: 'it has no name' }) }
  }
  const annotations = member(tool, 'annotations')
  const hints = isObject(annotations) ? annotations : {}
  const readOnly = member(hints, 'readOnlyHint')
  const summary = textIn(tool, 'title') ?? textIn(hints, 'title')
  const entry: OperationEntry = {
    ...sharedFields(`tools/call ${name}`, uri, pointer),
    operationId: name,
    ...optional('summary', summary),
    remote: { rpc: 'tools/call', name, readOnly: typeof readOnly === 'boolean' ? readOnly : undefined },
  }
  return { entry, tool }
}

function sharedFields(key: string, uri: string, pointer: string) {
  const { pathname } = new URL(uri)
  return { key, method: 'POST', path: pathname, deprecated: false, internal: false, tags: [], pointer } as const
}

function resourceOf(resource: JsonValue, uri: string): readonly (readonly [string, Operation])[] {
  const named = isObject(resource) ? member(resource, 'uri') : undefined
  if (!isObject(resource) || typeof named !== 'string') return []
  const summary = textIn(resource, 'title') ?? textIn(resource, 'name')
  const operation: Operation = {
    ...sharedFields(`resources/read ${named}`, uri, ''),
    ...optional('summary', summary),
    ...optional('description', textIn(resource, 'description')),
    remote: { rpc: 'resources/read', uri: named, mimeType: textIn(resource, 'mimeType') },
    ...WITHOUT_INPUT,
  }
  return [[named, operation]]
}

/** What an operation of HTTP could have besides, and one of this protocol has not. */
const WITHOUT_INPUT = {
  parameters: [],
  servers: [],
  serversDeclaredAt: 'root',
  security: undefined,
  requiredScopes: [],
  definitions: new Map<string, JsonSchema>(),
  // asked for with what the protocol says
  answers: [],
} as const

function readTool(entry: OperationEntry, tool: JsonObject, uri: string): Checked<WholeOperation> {
  const pointer = `${entry.pointer}/inputSchema`
  const invalid = (detail: string) =>
    refuse(problem('OPERATION_INVALID', { source: 'contract', uri, pointer }, { operation: entry.key, detail }))
  const written = toDoubles(member(tool, 'inputSchema') ?? null)
  if (!isObject(written) || member(written, 'type') !== 'object')
    return invalid('its inputSchema is not one of an object')
  const execution = member(tool, 'execution')
  if (isObject(execution) && member(execution, 'taskSupport') === 'required') {
    return invalid('it can only be run as a task')
  }
  const { schema, definitions, problems } = readSchema(written, uri)
  const moved = problems.map((one) => ({ ...one, at: { ...one.at, pointer: pointer + (one.at.pointer ?? '') } }))
  return unlessErrors(moved, () => ({
    ...entry,
    ...WITHOUT_INPUT,
    ...optional('description', textIn(tool, 'description')),
    ...optional('requestBody', bodyOf(schema, pointer)),
    definitions,
    responses: () => readAnswer(tool, entry.pointer, uri),
  }))
}

/** What the tool says that its structured content is; nothing where it says nothing that is readable. */
function readAnswer(tool: JsonObject, pointer: JsonPointer, uri: string): ReturnType<WholeOperation['responses']> {
  const written = toDoubles(member(tool, 'outputSchema') ?? null)
  if (!isObject(written)) return pass({ responses: [], definitions: new Map() })
  const { schema, definitions, problems } = readSchema(written, uri)
  const media = { mediaType: 'application/json', schema, encoding: new Map(), pointer: `${pointer}/outputSchema` }
  return unlessErrors(problems, () => ({ responses: [{ status: '200', content: [media] }], definitions }))
}

/** A document of its own, as its references see it. */
function readSchema(written: JsonObject, uri: string) {
  const text = stringifyJson(written)
  const document: Document = { uri, root: written, line: () => undefined, mentions: (word) => text.includes(word) }
  const root = rootNode(document, { version: '3.1', documents: new Map([[uri, document]]) })
  const all = createDefinitions(root)
  const fragment = all.convert(root)
  const closed = all.close([fragment])
  return { schema: fragment.schema, definitions: closed.definitions, problems: closed.problems }
}

/** Undefined for a tool that takes nothing. */
function bodyOf(schema: JsonSchema, pointer: string): Operation['requestBody'] | undefined {
  const root = typeof schema === 'boolean' ? {} : schema
  const properties = member(root, 'properties')
  const hasNames = isObject(properties) && Object.keys(properties).length > 0
  const takes = hasNames || Object.keys(root).some((keyword) => !SAYS_NOTHING.has(keyword)) || isOpen(root)
  if (!takes) return undefined
  const content: MediaType = {
    mediaType: 'application/json',
    schema: hasNames ? closedSchema(root) : schema,
    encoding: new Map(),
    pointer,
  }
  return { required: true, content: [content], pointer }
}

const SAYS_NOTHING: ReadonlySet<string> = new Set([
  ...['type', 'properties', 'required', 'title', 'description', 'default'],
  ...['additionalProperties', 'unevaluatedProperties'],
])

const OPEN = ['additionalProperties', 'unevaluatedProperties'] as const

function isOpen(schema: JsonObject): boolean {
  return OPEN.some((keyword) => (member(schema, keyword) ?? false) !== false)
}

/** Only what is declared can be an argument: undeclared ones are refused whatever a schema lets pass. */
function closedSchema(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !OPEN.some((open) => open === keyword)))
}

export function textIn(object: JsonObject, name: string): string | undefined {
  const value = member(object, name)
  return typeof value === 'string' ? value : undefined
}

/** The items of a list in a result; undefined where it has none of this name. */
export function listIn(result: JsonObject, name: string): readonly JsonValue[] | undefined {
  const value = member(result, name)
  return isArray(value) ? value : undefined
}
