/** An operation of any version → the model's operation, with everything that a call of it needs. */
import { isArray, isObject, member } from '../lib/json.ts'
import { all, andThen, type Checked, pass, unlessErrors } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Definitions, Fragment } from './definitions.ts'
import { readInputs } from './inputs.ts'
import { type ReadContent, readContent } from './media-types.ts'
import type {
  Answer,
  OperationEntry,
  Response,
  SecurityAlternative,
  SecurityScheme,
  Server,
  WholeOperation,
} from './model.ts'
import { locate, members, type Node, optional, step, textOf, textsOf } from './node.ts'
import { layerWith, type PathItem } from './path-item.ts'
import { dereference } from './reference.ts'
import { malformedSecurity, readSecurity } from './security.ts'
import { readServers } from './server.ts'
import { mediaTypes20 } from './swagger-2.0.ts'

/** What all operations of a contract share. */
export interface OperationContext {
  readonly root: Node
  readonly definitions: Definitions
  readonly servers: readonly Server[]
  readonly security: readonly SecurityAlternative[] | undefined
  readonly schemes: ReadonlyMap<string, SecurityScheme>
}

/** Reads an operation whole; only what it reaches is resolved. @see https://spec.openapis.org/oas/v3.2.0.html#operation-object */
export function readOperation(
  entry: OperationEntry,
  pathItem: PathItem,
  node: Node,
  context: OperationContext,
): Checked<WholeOperation> {
  const { parameters, body, problems: ofInputs } = readInputs(pathItem, node, context.root, context.definitions)
  const fragments = [...parameters.map(({ fragment }) => fragment), ...(body?.fragments ?? [])]
  const { definitions, problems: ofSchemas } = context.definitions.close(fragments)
  const problems = [...malformedParts(entry, pathItem, node, context.root), ...ofInputs, ...ofSchemas]
  const ofOperation = readServers(node)
  const ofPath = readServers(layerWith(pathItem, 'servers'))
  const security = readSecurity(node, context.schemes) ?? context.security
  return unlessErrors(problems, () => ({
    ...entry,
    ...optional(
      'description',
      textOf(node, 'description') ?? textOf(layerWith(pathItem, 'description'), 'description'),
    ),
    parameters: parameters.map(({ parameter }) => parameter),
    ...optional('requestBody', body?.body),
    servers: ofOperation ?? ofPath ?? context.servers,
    serversDeclaredAt: ofOperation !== undefined ? 'operation' : ofPath !== undefined ? 'path' : 'root',
    security,
    requiredScopes: scopesOf(node, security ?? []),
    definitions,
    answers: readAnswers(node, context),
    responses: () => readResponses(node, context),
  }))
}

/** Lists that are none: they would read as empty, and an operation without its parameters or its security is another one. */
function malformedParts(entry: OperationEntry, pathItem: PathItem, node: Node, root: Node): readonly Problem[] {
  const security = malformedSecurity(step(node, 'security') === undefined ? root : node)
  const parameters = [layerWith(pathItem, 'parameters'), node].flatMap((owner) => {
    const list = step(owner, 'parameters')
    return list === undefined || list.value === null || isArray(list.value) ? [] : [list]
  })
  const invalid = (at: Node, detail: string) =>
    problem('OPERATION_INVALID', locate(at), { operation: entry.operationId ?? entry.key, detail })
  return [
    ...parameters.map((at) => invalid(at, '"parameters" is no list')),
    ...(security === undefined ? [] : [invalid(security, '"security" is no list of requirements')]),
  ]
}

/** Answers, on demand: an answer that can't be read never stops a call. @see https://spec.openapis.org/oas/v3.2.0.html#responses-object */
function readResponses(operation: Node, context: OperationContext): ReturnType<WholeOperation['responses']> {
  const read = writtenResponses(operation).map(([status, written]) =>
    andThen(dereference(written), (node) =>
      andThen(readResponseContent(node, operation, context), ({ content, fragments }) => {
        const response: Response = {
          status,
          ...optional('description', textOf(node, 'description')),
          content,
        }
        return pass({ response, fragments })
      }),
    ),
  )
  return andThen(all(read), (answers) => {
    const { definitions, problems } = context.definitions.close(answers.flatMap(({ fragments }) => fragments))
    return unlessErrors(problems, () => ({ responses: answers.map(({ response }) => response), definitions }))
  })
}

function readResponseContent(node: Node, operation: Node, context: OperationContext): Checked<ReadContent> {
  if (node.context.version !== '2.0') return readContent(step(node, 'content'), context.definitions)
  const schema = step(node, 'schema')
  const fragments: readonly Fragment[] = schema === undefined ? [] : [context.definitions.convert(schema)]
  const [fragment] = fragments
  const content = mediaTypesOf(node, operation, context.root).map((mediaType) => ({
    mediaType,
    schema: fragment?.schema ?? true,
    encoding: new Map(),
    pointer: node.pointer,
  }))
  return pass({ content, fragments })
}

/** By status. Status codes are digits and `X`; only `default` is a word. */
function writtenResponses(operation: Node): readonly (readonly [status: string, written: Node])[] {
  return members(step(operation, 'responses'))
    .filter(([status]) => !status.startsWith('x-'))
    .map(([status, written]) => [/^default$/i.test(status) ? 'default' : status.toUpperCase(), written])
}

/** The same without schemas, which take long to read. */
function readAnswers(operation: Node, { root }: OperationContext): readonly Answer[] {
  const read = all(
    writtenResponses(operation).map(([status, written]) =>
      andThen(dereference(written), (node) => pass({ status, mediaTypes: mediaTypesOf(node, operation, root) })),
    ),
  )
  return read.ok ? read.value : []
}

function mediaTypesOf(response: Node, operation: Node, root: Node): readonly string[] {
  if (response.context.version !== '2.0') return members(step(response, 'content')).map(([mediaType]) => mediaType)
  return step(response, 'schema') === undefined ? [] : mediaTypes20(operation, root, 'produces')
}

function scopesOf(node: Node, security: readonly SecurityAlternative[]): readonly string[] {
  const required = isObject(node.value) ? member(node.value, 'x-required-scope') : undefined
  const vendor = typeof required === 'string' ? [required] : isArray(required) ? textsOf(node, 'x-required-scope') : []
  const declared = security.flatMap((alternative) => alternative.flatMap(({ scopes }) => scopes))
  return [...new Set([...declared, ...vendor])]
}
