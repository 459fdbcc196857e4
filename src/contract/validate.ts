/** Whole-document validity by swagger-parser, as warnings: one broken operation that nobody allowed must not block. */
import type { OpenAPI } from 'openapi-types'
import { isArray, isObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import { type Problem, warning } from '../problem/problem.ts'
import type { Document } from './document.ts'
import type { OpenApiVersion } from './model.ts'

/** Findings shown at most; a broken document repeats itself. */
const MAX_FINDINGS = 20

/**
 * Validates a document against the OpenAPI schemas, references left alone. OpenAPI 3.2 is not known to the validator:
 * it has no findings.
 */
export async function validateDocument(document: Document, version: OpenApiVersion): Promise<readonly Problem[]> {
  if (version === '3.2') return []
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser')
  // a copy without data: a literal `$ref` inside an example is no reference
  const copy = withoutData(document.root)
  try {
    // the validator takes documents of unknown validity; its type only knows valid ones
    await SwaggerParser.validate(structuredClone(copy) as unknown as OpenAPI.Document, {
      resolve: { external: false },
      dereference: { circular: 'ignore' },
      validate: { schema: true, spec: true },
    })
    return []
  } catch (error) {
    return findingsOf(error, document)
  }
}

function findingsOf(error: unknown, document: Document): readonly Problem[] {
  const at = { source: 'contract', uri: document.uri } as const
  const details: unknown = error instanceof Error && 'details' in error ? error.details : undefined
  if (!Array.isArray(details) || details.length === 0) {
    const [detail = 'the document is not valid'] = error instanceof Error ? error.message.split('\n') : []
    return [warning('CONTRACT_INVALID', at, { detail })]
  }
  return details.slice(0, MAX_FINDINGS).map((detail: unknown) => {
    const { instancePath = '', message = '' } = detail as { instancePath?: string; message?: string } // ajv's error objects
    return warning('CONTRACT_INVALID', { ...at, pointer: instancePath }, { detail: message })
  })
}

const DATA = new Set(['example', 'examples', 'default', 'enum', 'const'])

function withoutData(value: JsonValue, inNames = false): JsonValue {
  if (isArray(value)) return value.map((item) => withoutData(item))
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([name]) => inNames || !(DATA.has(name) || name.startsWith('x-')))
  const names = new Set([
    'properties',
    'patternProperties',
    'schemas',
    'parameters',
    'responses',
    'definitions',
    'headers',
  ])
  const stripped: JsonObject = Object.fromEntries(
    kept.map(([name, member]) => [name, withoutData(member, !inNames && names.has(name))]),
  )
  return stripped
}
