/** Where a member stands → what its value is: an object of the specification, a map by names of the author, or data. */

/** In `names` every member is an object of its own, whatever it is called; in `data` nothing has a meaning. */
export type MemberKind = 'object' | 'names' | 'data'

/** The kind of a member's value, by the kind of the object that it is in. The root is an `object`. */
export function memberKind(within: MemberKind, name: string): MemberKind {
  if (within === 'data') return 'data'
  if (within === 'names') return 'object'
  if (DATA.has(name) || name.startsWith('x-')) return 'data'
  return NAMES.has(name) ? 'names' : 'object'
}

const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'enum', 'const', 'default'])

const NAMES: ReadonlySet<string> = new Set([
  // components
  'schemas',
  'definitions',
  'parameters',
  'requestBodies',
  'responses',
  'headers',
  'securitySchemes',
  'securityDefinitions',
  'links',
  'callbacks',
  'pathItems',
  'mediaTypes',
  // elsewhere
  'webhooks',
  'additionalOperations',
  'content',
  'encoding',
  'variables',
  // schemas
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
])
