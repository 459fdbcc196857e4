import { expect, test } from 'vitest'
import type { SecurityScheme } from '../../src/contract/model.ts'
import { neededScopes } from '../../src/plan/scopes.ts'
import { operationOf, requirement } from './factory.ts'

const OAUTH: SecurityScheme = { type: 'oauth2' }
const BEARER: SecurityScheme = { type: 'http', scheme: 'bearer' }
const read = requirement('o', OAUTH, ['jobs:read'])
const all = requirement('o', OAUTH, ['jobs:read', 'jobs:all'])
const role = requirement('b', BEARER, ['manager'])

test.each([
  { given: 'one alternative', security: [[read]], requiredScopes: ['jobs:read'], want: ['jobs:read'] },
  {
    given: 'two, of which one needs more',
    security: [[read], [all]],
    requiredScopes: ['jobs:read', 'jobs:all'],
    want: ['jobs:read'],
  },
  { given: 'one without any', security: [[read], []], requiredScopes: ['jobs:read'], want: [] },
  { given: 'the name of a role', security: [[role]], requiredScopes: ['manager'], want: [] },
  { given: 'a scope beside', security: [[role]], requiredScopes: ['manager', 'jobs:read'], want: ['jobs:read'] },
  { given: 'no security', security: undefined, requiredScopes: ['jobs:read'], want: ['jobs:read'] },
])('$given', ({ security, requiredScopes, want }) => {
  const operation = operationOf({ security, requiredScopes })
  expect(neededScopes(operation, {})).toEqual(want)
  expect(neededScopes(operation, { scopes: ['own'] })).toEqual(['own', ...want])
})
