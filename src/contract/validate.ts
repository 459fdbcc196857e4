/** Whole-document validity by swagger-parser, as warnings: one broken operation that nobody allowed must not block. */
import type { OpenAPI } from 'openapi-types'
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
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
    const known = typeof document.root.openapi === 'string' ? KNOWN_VERSIONS[version] : {}
    const copy: unknown = withoutLiteralReferences({ ...document.root, ...known })
    await SwaggerParser.validate(copy as OpenAPI.Document, {
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

/** The validator knows versions one by one; what the patch version says is the same. */
const KNOWN_VERSIONS: Readonly<Record<Exclude<OpenApiVersion, '3.2'>, JsonObject>> = {
  '2.0': {},
  '3.0': { openapi: '3.0.4' },
  '3.1': { openapi: '3.1.2' },
}

/** A copy in which a literal `$ref` inside of an example is no reference. */
function withoutLiteralReferences(value: JsonValue, kind: MemberKind = 'object'): JsonValue {
  if (isArray(value)) return value.map((item) => withoutLiteralReferences(item, kind === 'data' ? 'data' : 'object'))
  if (!isObject(value)) return value
  const reference = kind === 'object' && typeof member(value, '$ref') === 'string'
  // the validator would move a summary beside a reference into its target, which may have none
  const left = kind === 'data' ? '$ref' : reference ? 'summary' : undefined
  const kept = Object.entries(value).filter(([name]) => name !== left)
  return Object.fromEntries(
    kept.map(([name, inner]) => [name, withoutLiteralReferences(inner, memberKind(kind, name))]),
  )
}
