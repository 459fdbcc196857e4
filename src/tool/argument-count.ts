/** How many properties a spread body may have → how many arguments there may be. */
import { type JsonObject, member } from '../lib/json.ts'
import type { PlannedTool } from '../plan/model.ts'
import type { Argument } from './bindings.ts'
import type { Governed } from './policy.ts'
import { partsOf } from './read-only.ts'

/** `minProperties` and `maxProperties` for the arguments, where they say more than what is required and what there is. */
export function argumentCount({ operation, content }: PlannedTool, { shown, bound, pinned }: Governed): JsonObject {
  const isSpread = bound.some(({ binding }) => binding.to === 'property')
  if (content === undefined || !isSpread) return {}
  const parts = partsOf(content.schema, operation.definitions).filter((part) => typeof part === 'object')
  const given = bound.filter(({ binding }) => isProperty(binding) && Object.hasOwn(pinned, binding.argument)).length
  const besides = shown.filter(({ binding }) => !isProperty(binding))
  const least = Math.max(0, ...counts(parts, 'minProperties')) - given + besides.filter(isRequired).length
  const most = Math.min(...counts(parts, 'maxProperties')) - given + besides.length
  // a body that is not there has no least
  const isThere = operation.requestBody?.required === true || given > 0
  return {
    ...(isThere && least > shown.filter(isRequired).length ? { minProperties: least } : {}),
    ...(most >= 0 && most < shown.length ? { maxProperties: most } : {}),
  }
}

function isProperty(binding: Argument['binding']): boolean {
  return binding.to === 'property'
}

function isRequired({ required }: Argument): boolean {
  return required
}

function counts(parts: readonly JsonObject[], keyword: 'minProperties' | 'maxProperties'): readonly number[] {
  return parts.map((part) => member(part, keyword)).filter((count) => typeof count === 'number')
}
