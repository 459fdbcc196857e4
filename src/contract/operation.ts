/** An operation of any version → the model's operation, with everything that a call of it needs. */
import { isArray, isObject, member } from '../lib/json.ts'
import { all, andThen, type Checked, pass, unlessErrors } from '../problem/checked.ts'
import type { Problem } from '../problem/problem.ts'
import type { Definitions, Fragment } from './definitions.ts'
import { type ReadContent, readContent } from './media-types.ts'
import type {
  Operation,
  OperationEntry,
  RequestBody,
  Response,
  SecurityAlternative,
  SecurityScheme,
  Server,
} from './model.ts'
import { flagOf, items, members, type Node, optional, step, textOf, textsOf } from './node.ts'
import { isReservedHeader, type ReadParameter, readParameter } from './parameter.ts'
import { dereference } from './reference.ts'
import { readSecurity } from './security.ts'
import { readServers } from './server.ts'
import { mediaTypes20, type ReadBody, readBody20, readForm20, readParameter20 } from './swagger-2.0.ts'

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
  pathItem: Node,
  node: Node,
  context: OperationContext,
): Checked<Operation> {
  const inputs = readInputs(pathItem, node, context)
  return andThen(inputs, ({ parameters, body }) => {
    const fragments = [...parameters.map(({ fragment }) => fragment), ...(body?.fragments ?? [])]
    const { definitions, problems } = context.definitions.close(fragments)
    const ofOperation = readServers(node)
    const ofPath = readServers(pathItem)
    const security = readSecurity(node, context.schemes) ?? context.security
    return unlessErrors(problems, () => ({
      ...entry,
      ...optional('description', textOf(node, 'description') ?? textOf(pathItem, 'description')),
      parameters: parameters.map(({ parameter }) => parameter),
      ...optional('requestBody', body?.body),
      servers: ofOperation ?? ofPath ?? context.servers,
      serversDeclaredAt: ofOperation !== undefined ? 'operation' : ofPath !== undefined ? 'path' : 'root',
      security,
      requiredScopes: scopesOf(node, security ?? []),
      definitions,
      responses: () => readResponses(node, context),
    }))
  })
}

interface Inputs {
  readonly parameters: readonly ReadParameter[]
  readonly body: ReadBody | undefined
}

function readInputs(pathItem: Node, node: Node, context: OperationContext): Checked<Inputs> {
  return andThen(mergeParameters(pathItem, node), (nodes) => {
    const { definitions } = context
    const older = node.context.version === '2.0'
    const ofBody = older ? nodes.filter((one) => isBodyPlace(textOf(one, 'in'))) : []
    const others = nodes.filter((one) => !ofBody.includes(one) && !isReservedHeader(one))
    const parameters = all(others.map((one) => (older ? readParameter20 : readParameter)(one, definitions)))
    const body = older ? readInputs20(ofBody, node, context) : readRequestBody(node, definitions)
    if (parameters.ok && body.ok) {
      return pass({ parameters: parameters.value, body: body.value }, [...parameters.problems, ...body.problems])
    }
    const problems: readonly Problem[] = [...parameters.problems, ...body.problems]
    return unlessErrors<Inputs>(problems, () => ({ parameters: [], body: undefined }))
  })
}

function isBodyPlace(place: string | undefined): boolean {
  return place === 'body' || place === 'formData'
}

/** Parameters of the path item, those of the operation in their place where name and `in` are the same. */
function mergeParameters(pathItem: Node, node: Node): Checked<readonly Node[]> {
  const written = [...items(step(pathItem, 'parameters')), ...items(step(node, 'parameters'))]
  return andThen(all(written.map(dereference)), (parameters) => {
    const byPlace = new Map(parameters.map((one) => [`${textOf(one, 'in')} ${textOf(one, 'name')}`, one]))
    return pass([...byPlace.values()])
  })
}

function readInputs20(
  nodes: readonly Node[],
  operation: Node,
  context: OperationContext,
): Checked<ReadBody | undefined> {
  const consumes = mediaTypes20(operation, context.root, 'consumes')
  const [body] = nodes.filter((one) => textOf(one, 'in') === 'body')
  if (body !== undefined) return pass(readBody20(body, consumes, context.definitions))
  return nodes.length === 0 ? pass(undefined) : readForm20(nodes, consumes, context.definitions)
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#request-body-object */
function readRequestBody(operation: Node, definitions: Definitions): Checked<ReadBody | undefined> {
  const written = step(operation, 'requestBody')
  if (written === undefined) return pass(undefined)
  return andThen(dereference(written), (node) =>
    andThen(readContent(step(node, 'content'), definitions), ({ content, fragments }) => {
      const body: RequestBody = {
        required: flagOf(node, 'required') === true,
        ...optional('description', textOf(node, 'description')),
        content,
        pointer: node.pointer,
      }
      return pass({ body, fragments })
    }),
  )
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
