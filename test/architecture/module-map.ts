/** The module map in `src/README.md` → folders that it lacks, and folders that it invents. */
import { modulesOf, type Tree } from './tree.ts'

const MAP = 'src/README.md'

/** The map is a table; a folder in it is written `` `name/` ``, with the folders above it where it isn't one of `src/`. */
export function moduleMapFaults(tree: Tree): readonly string[] {
  const rows = (tree.get(MAP) ?? '').split('\n').filter((line) => line.startsWith('|'))
  const named = new Set(
    rows.flatMap((row) => [...row.matchAll(/`(?:src\/)?([a-z-]+(?:\/[a-z-]+)*)\/`/g)].map(([, name]) => name ?? '')),
  )
  const folders = new Set(modulesOf(tree, 'src').flatMap(([path]) => ancestors(path)))
  const lacking = [...folders].filter((folder) => !folder.includes('/') && !named.has(folder))
  const invented = [...named].filter(
    (name) => ![...folders].some((folder) => folder === name || folder.endsWith(`/${name}`)),
  )
  return [...lacking.map((folder) => `${MAP} lacks ${folder}/`), ...invented.map((name) => `${MAP} invents ${name}/`)]
}

/** `src/plan/rules/a.ts` → plan, plan/rules. */
function ancestors(path: string): readonly string[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
