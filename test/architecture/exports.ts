/** The exports of a tree → those that nobody imports. */
import { codeOf, exportsOf, importsOf, modulesOf, type Tree } from './tree.ts'

/**
 * Whatever is exported by `src/` is imported by another file of the program, of its tests or of its fixtures. A type may
 * also be exported because its own module says it of something else.
 */
export function deadExportFaults(tree: Tree): readonly string[] {
  const used = new Set<string>()
  const whole = new Set<string>()
  for (const { to, names } of ['src', 'test', 'fixtures'].flatMap((folder) => importsOf(tree, folder))) {
    if (names === undefined) whole.add(to)
    for (const name of names ?? []) used.add(`${to}: ${name}`)
  }
  return modulesOf(tree, 'src')
    .filter(([path]) => !whole.has(path))
    .flatMap(([path, text]) =>
      exportsOf(text)
        .filter((name) => !used.has(`${path}: ${name}`) && !isSaidType(name, codeOf(text)))
        .map((name) => `${path}: ${name}`),
    )
}

function isSaidType(name: string, code: string): boolean {
  const isType = new RegExp(`^export (?:interface|type) ${name}\\b`, 'm').test(code)
  return isType && (code.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1
}

/** Whatever is a module of `src/` is part of the program: something that leads to `main.ts` imports it. */
export function deadModuleFaults(tree: Tree): readonly string[] {
  const imports = importsOf(tree, 'src')
  const reached = new Set(['src/cli/main.ts'])
  // a set that grows while it is walked visits what was added
  for (const path of reached) for (const { from, to } of imports) if (from === path) reached.add(to)
  return modulesOf(tree, 'src')
    .map(([path]) => path)
    .filter((path) => !reached.has(path))
}
