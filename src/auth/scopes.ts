/** The scopes that a call needs and those that its token has → those that are lacking. */

/** None where nobody said what the token may do. `*` stands for any part of a scope, and alone for every scope. */
export function lackingScopes(needed: readonly string[], granted: readonly string[] | undefined): readonly string[] {
  return granted === undefined ? [] : needed.filter((scope) => !granted.some((one) => covers(one, scope)))
}

function covers(granted: string, needed: string): boolean {
  if (granted === needed || granted === '*') return true
  const [parts, others] = [granted.split(':'), needed.split(':')]
  return parts.length === others.length && parts.every((part, at) => part === '*' || part === others[at])
}
