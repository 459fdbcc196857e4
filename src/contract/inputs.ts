/** What a call of an operation can give: parameters of the path item and of the operation, and the body. */
import { andThen, type Checked, pass } from '../problem/checked.ts'
import type { Problem } from '../problem/problem.ts'
import type { Definitions } from './definitions.ts'
import { readContent } from './media-types.ts'
import type { RequestBody } from './model.ts'
import { flagOf, items, type Node, optional, step, textOf } from './node.ts'
import { isReservedHeader, type ReadParameter, readParameter } from './parameter.ts'
import { layerWith, type PathItem } from './path-item.ts'
import { dereference } from './reference.ts'
import { mediaTypes20, type ReadBody, readBody20, readForm20, readParameter20 } from './swagger-2.0.ts'

export interface Inputs {
  readonly parameters: readonly ReadParameter[]
  readonly body: ReadBody | undefined
  /** Everything that was wrong with any of them; with an error among them, something is missing above. */
  readonly problems: readonly Problem[]
}

/** Reads the inputs of an operation; optional parameters that can't be sent are left out with a warning. */
export function readInputs(pathItem: PathItem, node: Node, root: Node, definitions: Definitions): Inputs {
  const merged = mergeParameters(pathItem, node)
  const older = node.context.version === '2.0'
  const ofBody = older ? merged.nodes.filter((one) => isBodyPlace(textOf(one, 'in'))) : []
  const others = merged.nodes.filter((one) => !ofBody.includes(one) && !isReservedHeader(one))
  const parameters = others.map((one) => (older ? readParameter20 : readParameter)(one, definitions))
  const body = older
    ? readBodyParameters20(ofBody, mediaTypes20(node, root, 'consumes'), definitions)
    : readRequestBody(node, definitions)
  return {
    parameters: parameters.flatMap((one) => (one.ok && one.value !== undefined ? [one.value] : [])),
    body: body.ok ? body.value : undefined,
    problems: [...merged.problems, ...parameters.flatMap((one) => one.problems), ...body.problems],
  }
}

function isBodyPlace(place: string | undefined): boolean {
  return place === 'body' || place === 'formData'
}

/** Parameters of the path item, those of the operation in their place where name and `in` are the same. */
function mergeParameters(
  pathItem: PathItem,
  node: Node,
): { readonly nodes: readonly Node[]; readonly problems: readonly Problem[] } {
  const written = [...items(step(layerWith(pathItem, 'parameters'), 'parameters')), ...items(step(node, 'parameters'))]
  const read = written.map(dereference)
  const nodes = read.flatMap((one) => (one.ok ? [one.value] : []))
  return {
    nodes: [...new Map(nodes.map((one) => [identityOf(one), one])).values()],
    problems: read.flatMap((one) => one.problems),
  }
}

function identityOf(parameter: Node): string {
  const place = textOf(parameter, 'in')
  const name = textOf(parameter, 'name')
  // the names of header fields have no case. @see RFC 9110 section 5.1
  return `${place} ${place === 'header' ? name?.toLowerCase() : name}`
}

function readBodyParameters20(
  nodes: readonly Node[],
  consumes: readonly string[],
  definitions: Definitions,
): Checked<ReadBody | undefined> {
  const body = nodes.find((one) => textOf(one, 'in') === 'body')
  if (body !== undefined) return pass(readBody20(body, consumes, definitions))
  return nodes.length === 0 ? pass(undefined) : readForm20(nodes, consumes, definitions)
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
