/** A parameter object of OpenAPI 3.x → the model's parameter, every default of the specification made explicit. */
import { andThen, type Checked, pass, type Refused, refuse } from '../problem/checked.ts'
import { problem, warning } from '../problem/problem.ts'
import type { Definitions, Fragment } from './definitions.ts'
import type { Parameter, ParameterPlace, Serialization, Style } from './model.ts'
import { flagOf, locate, members, type Node, optional, step, textOf } from './node.ts'
import { dereference } from './reference.ts'

export interface ReadParameter {
  readonly parameter: Parameter
  readonly fragment: Fragment
}

/** Undefined, with a warning, for an optional parameter that can't be sent. @see https://spec.openapis.org/oas/v3.2.0.html#parameter-object */
export function readParameter(node: Node, definitions: Definitions): Checked<ReadParameter | undefined> {
  const name = textOf(node, 'name')
  const place = textOf(node, 'in')
  if (name === undefined || name === '') return illegalParameter(node, 'it has no name')
  if (place === undefined || !isPlace(place)) {
    return illegalParameter(node, `"in" is not one of ${PLACES.join(', ')}`)
  }
  const contents = members(step(node, 'content'))
  const [content] = contents
  if (contents.length > 1) return unsupportedParameter(node, 'it has more than one media type')
  if (place === 'querystring' && content === undefined) {
    return unsupportedParameter(node, 'a querystring parameter needs a media type')
  }
  const serialization: Serialization | undefined =
    content === undefined ? styled(node, place) : { kind: 'content', mediaType: content[0] }
  if (serialization === undefined) {
    return unsupportedParameter(node, `style "${textOf(node, 'style')}" does not exist in ${place}`)
  }
  return andThen(content === undefined ? pass(node) : dereference(content[1]), (owner) => {
    const fragment = definitions.convert(step(owner, 'schema'))
    return pass({ fragment, parameter: parameterOf(node, name, place, serialization, fragment) })
  })
}

function parameterOf(
  node: Node,
  name: string,
  place: ParameterPlace,
  serialization: Serialization,
  { schema }: Fragment,
): Parameter {
  return {
    name,
    in: place,
    required: isRequired(node),
    deprecated: flagOf(node, 'deprecated') === true,
    ...optional('description', textOf(node, 'description')),
    allowEmptyValue: place === 'query' && flagOf(node, 'allowEmptyValue') === true,
    schema,
    serialization,
    pointer: node.pointer,
  }
}

/** A path parameter is needed whatever it says. */
export function isRequired(node: Node): boolean {
  return textOf(node, 'in') === 'path' || flagOf(node, 'required') === true
}

/** A parameter that is none. */
export function illegalParameter(node: Node, detail: string): Refused {
  return refuse(problem('PARAMETER_UNSUPPORTED', locate(node), factsOf(node, detail)))
}

/** A parameter that can't be sent stops the operation only where the operation needs it. */
export function unsupportedParameter(node: Node, detail: string): Checked<undefined> {
  if (isRequired(node)) return illegalParameter(node, detail)
  return pass(undefined, [warning('PARAMETER_UNSUPPORTED', locate(node), factsOf(node, detail))])
}

function factsOf(node: Node, detail: string) {
  return { parameter: textOf(node, 'name') ?? '', in: textOf(node, 'in') ?? '', detail }
}

/** Fields that the specification takes from the media types and the security schemes instead. */
const RESERVED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

/** Whether the specification says to ignore this parameter; 2.0 does not say so of any. */
export function isReservedHeader(node: Node): boolean {
  if (node.context.version === '2.0') return false
  return textOf(node, 'in') === 'header' && RESERVED_HEADERS.has((textOf(node, 'name') ?? '').toLowerCase())
}

const PLACES: readonly ParameterPlace[] = ['path', 'query', 'header', 'cookie', 'querystring']

function isPlace(text: string): text is ParameterPlace {
  return PLACES.some((place) => place === text)
}

function styled(node: Node, place: ParameterPlace): Serialization | undefined {
  const style = readStyle(node, place === 'querystring' ? 'query' : place)
  return style === undefined ? undefined : { kind: 'style', style }
}

const DEFAULT_STYLES = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' } as const

/** The style of a parameter, or of a form property (`place` is then `query`); undefined for one that does not exist there. */
export function readStyle(node: Node, place: Style['in']): Style | undefined {
  const name = textOf(node, 'style') ?? DEFAULT_STYLES[place]
  const explode = flagOf(node, 'explode') ?? (name === 'form' || name === 'cookie')
  const allowReserved = flagOf(node, 'allowReserved') === true
  return STYLES[place](name, explode, allowReserved)
}

type ReadStyle = (name: string, explode: boolean, allowReserved: boolean) => Style | undefined

const STYLES: Readonly<Record<Style['in'], ReadStyle>> = {
  path: (style, explode, allowReserved) =>
    style === 'simple' || style === 'label' || style === 'matrix'
      ? { in: 'path', style, explode, allowReserved }
      : undefined,
  query: (style, explode, allowReserved) => {
    // deepObject has one form only
    if (style === 'deepObject') return { in: 'query', style, explode: true, allowReserved }
    return style === 'form' || style === 'spaceDelimited' || style === 'pipeDelimited'
      ? { in: 'query', style, explode, allowReserved }
      : undefined
  },
  header: (style, explode) => (style === 'simple' ? { in: 'header', style, explode } : undefined),
  cookie: (style, explode, allowReserved) =>
    style === 'form' || style === 'cookie' ? { in: 'cookie', style, explode, allowReserved } : undefined,
}
