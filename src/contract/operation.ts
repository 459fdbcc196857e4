/** An operation of any version → the model's operation, with everything that a call of it needs. */
import { isArray, isObject, member } from '../lib/json.ts'
import { all, andThen, type Checked, pass, unlessErrors } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Definitions, Fragment } from './definitions.ts'
import { readInputs } from './inputs.ts'
import { type ReadContent, readContent } from './media-types.ts'
import type { Operation, OperationEntry, Response, SecurityAlternative, SecurityScheme, Server } from './model.ts'
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
): Checked<Operation> {
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
function readResponses(operation: Node, context: OperationContext): ReturnType<Operation['responses']> {
  const read = members(step(operation, 'responses'))
    .filter(([status]) => !status.startsWith('x-'))
    .map(([status, written]) =>
      andThen(dereference(written), (node) =>
        andThen(readResponseContent(node, operation, context), ({ content, fragments }) => {
          const response: Response = {
            status: status.toUpperCase(),
            ...optional('description', textOf(node, 'description')),
            content,
          }
          return pass({ response, fragments })
        }),
      ),
    )
  return andThen(all(read), (answers) => {
    const { definitions, problems } = context.definitions.close(answers.flatMap(({ fragments }) => fragments))
    return unlessErrors(problems, () => ({ responses: answers.map(({ response }) => lowered(response)), definitions }))
  })
}

function readResponseContent(node: Node, operation: Node, context: OperationContext): Checked<ReadContent> {
  if (node.context.version !== '2.0') return readContent(step(node, 'content'), context.definitions)
  const schema = step(node, 'schema')
  const fragments: readonly Fragment[] = schema === undefined ? [] : [context.definitions.convert(schema)]
  const [fragment] = fragments
  const content = (fragment === undefined ? [] : mediaTypes20(operation, context.root, 'produces')).map(
    (mediaType) => ({
      mediaType,
      schema: fragment?.schema ?? true,
      encoding: new Map(),
      pointer: node.pointer,
    }),
  )
  return pass({ content, fragments })
}

/** Status codes are digits and `X`; only `default` is a word. */
function lowered(response: Response): Response {
  return response.status === 'DEFAULT' ? { ...response, status: 'default' } : response
}

function scopesOf(node: Node, security: readonly SecurityAlternative[]): readonly string[] {
  const required = isObject(node.value) ? member(node.value, 'x-required-scope') : undefined
  const vendor = typeof required === 'string' ? [required] : isArray(required) ? textsOf(node, 'x-required-scope') : []
  const declared = security.flatMap((alternative) => alternative.flatMap(({ scopes }) => scopes))
  return [...new Set([...declared, ...vendor])]
}
