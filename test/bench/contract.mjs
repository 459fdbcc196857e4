/** A number of operations → an OpenAPI document of as many, each with parameters and schemas of its own. */

/** The one that is called; the others are there to be read. */
export const TARGET = 'listThingVisits'

export function contractOf(operations) {
  const paths = { '/things/{id}/visits': { get: target() } }
  const schemas = {}
  for (let index = 1; index < operations; index++) {
    paths[`/group${index % 40}/things${index}/{id}`] = { get: other(index) }
    schemas[`Thing${index}`] = schema(index)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1.0.0' },
    servers: [{ url: 'http://127.0.0.1/api' }],
    paths,
    components: { schemas, securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer' } } },
    security: [{ bearerAuth: [] }],
  }
}

/** The called operation and others, spread over the document; as many tools as are asked for, if there are. */
export function allowlistOf(operations, tools = 15) {
  const count = Math.min(tools, operations) - 1
  const step = Math.max(1, Math.floor((operations - 1) / Math.max(1, count)))
  const others = Array.from({ length: count }, (_, index) => `getThing${1 + index * step}`)
  return [TARGET, ...others]
}

function target() {
  return {
    operationId: TARGET,
    summary: 'The visits of a thing',
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
      { name: 'cursor', in: 'query', schema: { type: 'string' } },
    ],
    responses: { 200: { description: 'The visits', content: { 'application/json': { schema: { type: 'object' } } } } },
  }
}

function other(index) {
  const words = `Gets thing ${index}. `.repeat(8)
  return {
    operationId: `getThing${index}`,
    summary: `Thing ${index}`,
    description: words,
    parameters: [
      { name: 'id', in: 'path', required: true, description: words, schema: { type: 'string', format: 'uuid' } },
      { name: 'expand', in: 'query', schema: { type: 'array', items: { enum: ['owner', 'visits', 'parts'] } } },
    ],
    responses: {
      200: {
        description: words,
        content: { 'application/json': { schema: { $ref: `#/components/schemas/Thing${index}` } } },
      },
    },
  }
}

function schema(index) {
  const properties = Array.from({ length: 12 }, (_, at) => [
    `property${at}`,
    { type: 'string', description: `Property ${at} of thing ${index}, which says what it is for.`, maxLength: 200 },
  ])
  return { type: 'object', required: ['property0'], properties: Object.fromEntries(properties) }
}
