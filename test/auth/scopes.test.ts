import { expect, test } from 'vitest'
import { lackingScopes } from '../../src/auth/scopes.ts'

test.each<{ needed: readonly string[]; granted: readonly string[] | undefined; want: readonly string[] }>([
  { needed: ['orders:write'], granted: undefined, want: [] },
  { needed: [], granted: [], want: [] },
  { needed: ['orders:write', 'items:read'], granted: ['items:read'], want: ['orders:write'] },
  { needed: ['orders:write'], granted: ['*'], want: [] },
  { needed: ['orders:write'], granted: ['orders:*'], want: [] },
  { needed: ['orders:write'], granted: ['*:write'], want: [] },
  { needed: ['orders:write'], granted: ['*:read', 'items:*'], want: ['orders:write'] },
  { needed: ['admin:orders:write'], granted: ['admin:*'], want: ['admin:orders:write'] },
  { needed: ['Orders:write'], granted: ['orders:write'], want: ['Orders:write'] },
])('$needed with $granted lacks $want', ({ needed, granted, want }) => {
  expect(lackingScopes(needed, granted)).toEqual(want)
})
