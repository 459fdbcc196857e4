/** The imports of a tree → those that go upwards, sideways or round in circles. */
import { type Import, importsOf, type Tree } from './tree.ts'

const RANKS: ReadonlyMap<string, number> = new Map(
  [
    ['lib'],
    ['problem'],
    ['contract', 'profile', 'upstream'],
    ['plan'],
    ['tool'],
    ['request', 'auth', 'response'],
    ['bridge'],
    ['mcp', 'node'],
    ['cli'],
  ].flatMap((folders, rank) => folders.map((folder) => [folder, rank] as const)),
)

/** What a file may import besides what its folder's rank allows, and why. */
const EXCEPTIONS: readonly (Pick<Import, 'from' | 'to' | 'kind'> & { readonly because: string })[] = [
  {
    from: 'src/contract/model.ts',
    to: 'src/upstream/model.ts',
    kind: 'type',
    because: 'an operation is called by a method of the wire, whose names are defined once',
  },
  {
    from: 'src/node/version.ts',
    to: 'package.json',
    kind: 'static',
    because: 'the version is written down once',
  },
  {
    from: 'src/cli/commands/demo.ts',
    to: 'fixtures/geargenius/start-gear-genius.ts',
    kind: 'static',
    because: 'the demonstration brings its API along',
  },
]

/** A folder imports itself and lower ranks. */
export function rankFaults(tree: Tree): readonly string[] {
  return importsOf(tree, 'src').filter(leavesRank).filter(isNoException).map(arrow)
}

/** An exception that nothing needs any more. */
export function exceptionFaults(tree: Tree): readonly string[] {
  const imports = importsOf(tree, 'src')
  return EXCEPTIONS.filter((exception) => !imports.some((one) => isSame(one, exception))).map(arrow)
}

/** Modules that import each other in a circle: no one of them can be understood alone. */
export function circleFaults(tree: Tree): readonly string[] {
  const next = new Map<string, string[]>()
  for (const { from, to, kind } of importsOf(tree, 'src')) {
    if (kind === 'static' && tree.has(to)) next.set(from, [...(next.get(from) ?? []), to])
  }
  const done = new Set<string>()
  const faults: string[] = []
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) {
      faults.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      return
    }
    if (done.has(path)) return
    for (const one of next.get(path) ?? []) visit(one, [...trail, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return faults
}

/** Every relative import names a file that is there. */
export function missingFaults(tree: Tree): readonly string[] {
  return importsOf(tree, 'src')
    .filter(({ to }) => to.startsWith('src/') && !tree.has(to))
    .map(arrow)
}

function leavesRank({ from, to }: Import): boolean {
  if (!/^(?:\.\.|src|test|fixtures|package\.json)(?:\/|$)/.test(to)) return false
  const own = folderOf(from)
  const rank = RANKS.get(own)
  const other = RANKS.get(folderOf(to))
  return rank === undefined || other === undefined || (own !== folderOf(to) && other >= rank)
}

function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? ''
}

function isNoException(one: Import): boolean {
  return !EXCEPTIONS.some((exception) => isSame(one, exception))
}

function isSame(a: Pick<Import, 'from' | 'to' | 'kind'>, b: Pick<Import, 'from' | 'to' | 'kind'>): boolean {
  return a.from === b.from && a.to === b.to && a.kind === b.kind
}

function arrow({ from, to }: Pick<Import, 'from' | 'to'>): string {
  return `${from} → ${to}`
}
