/** Whole-document validity by swagger-parser, as warnings: one broken operation that nobody allowed must not block. */
import type { OpenAPI } from 'openapi-types'
import { isArray, isObject, type JsonValue } from '../lib/json.ts'
import { type Problem, warning } from '../problem/problem.ts'
import type { Document } from './document.ts'
import { type MemberKind, memberKind } from './member-kind.ts'
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
  try {
    // the validator takes documents of unknown validity, its type knows valid ones only; it resolves in place
    const copy = withoutLiteralReferences(document.root) as unknown as OpenAPI.Document
    await SwaggerParser.validate(copy, {
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

/** A copy in which a literal `$ref` inside of an example is no reference, and extensions are left out. */
function withoutLiteralReferences(value: JsonValue, kind: MemberKind = 'object'): JsonValue {
  if (isArray(value)) return value.map((item) => withoutLiteralReferences(item, kind === 'data' ? 'data' : 'object'))
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([name]) =>
    kind === 'data' ? name !== '$ref' : kind === 'names' || !name.startsWith('x-'),
  )
  return Object.fromEntries(
    kept.map(([name, inner]) => [name, withoutLiteralReferences(inner, memberKind(kind, name))]),
  )
}
