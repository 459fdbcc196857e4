/** A planned operation with everything that it reaches → the JSON that is pinned. */
import type {
  Encoding,
  MediaType,
  Parameter,
  RequestBody,
  SecurityAlternative,
  Serialization,
} from '../../contract/model.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { PlannedTool } from '../../plan/model.ts'
import { type CanonicalSchemas, createCanonicalSchemas, sortedItems } from './canonical-schema.ts'
import { pinUse } from './pin-auth.ts'

/** Equal for equal operations, in whatever order the contract has them and wherever it was read from. */
export function pinOperation({ operation, access, base, credentials, content }: PlannedTool): JsonObject {
  const schemas = createCanonicalSchemas(operation.definitions)
  const { method, path, summary, description, deprecated, security, requiredScopes, requestBody } = operation
  const parameters = [...operation.parameters]
    .map((parameter) => [targetOf(parameter), parameter] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, parameter]) => [target, pinParameter(parameter, schemas)] as const)
  const body = content === undefined || requestBody === undefined ? undefined : pinBody(requestBody, content, schemas)
  return {
    method,
    path,
    server: base.origin + base.path,
    access,
    deprecated,
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(security === undefined ? {} : { security: security.map(pinAlternative) }),
    credentials: credentials.map(pinUse),
    scopes: sortedItems(requiredScopes),
    parameters: Object.fromEntries(parameters),
    ...(body === undefined ? {} : { body }),
    definitions: schemas.definitions(),
  }
}

/** `query limit`: place and name tell parameters apart. */
export function targetOf({ in: place, name }: Pick<Parameter, 'in' | 'name'>): string {
  return `${place} ${name}`
}

function pinParameter(parameter: Parameter, schemas: CanonicalSchemas): JsonObject {
  const { required, deprecated, description, schema, serialization, allowEmptyValue } = parameter
  return {
    required,
    deprecated,
    ...(description === undefined ? {} : { description }),
    schema: schemas.canonical(schema),
    style: { ...pinSerialization(serialization), allowEmptyValue },
  }
}

function pinSerialization(serialization: Serialization): JsonObject {
  if (serialization.kind === 'content') return { mediaType: serialization.mediaType }
  // the place of a parameter is said by its target
  const { in: _place, ...written } = serialization.kind === 'style' ? serialization.style : serialization.collection
  return written
}

function pinBody(body: RequestBody, { mediaType, schema, encoding }: MediaType, schemas: CanonicalSchemas): JsonObject {
  const encodings = [...encoding]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([property, one]) => [property, pinEncoding(one, schemas)])
  return {
    required: body.required,
    ...(body.description === undefined ? {} : { description: body.description }),
    mediaType,
    schema: schemas.canonical(schema),
    ...(encodings.length === 0 ? {} : { encoding: Object.fromEntries(encodings) }),
  }
}

function pinEncoding({ headers, ...written }: Encoding, schemas: CanonicalSchemas): JsonObject {
  const pinned = [...headers]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((header) => [header.name, pinParameter(header, schemas)])
  const parts = Object.entries(written).map(([name, one]) => [name, typeof one === 'string' ? one : { ...one }])
  return { ...Object.fromEntries(parts), ...(pinned.length === 0 ? {} : { headers: Object.fromEntries(pinned) }) }
}

/** Alternatives keep their order: the first that is satisfied decides. Within one, all schemes count. */
function pinAlternative(alternative: SecurityAlternative): JsonObject {
  return Object.fromEntries(
    alternative.map(({ name, scopes, scheme }) => [
      name,
      { scopes: sortedItems(scopes), scheme: scheme === undefined ? null : { ...scheme } },
    ]),
  )
}
