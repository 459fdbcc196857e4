/** The imports of a tree → packages outside the one place that may know them, or loaded before they are needed. */
import { type Import, importsOf, type Tree } from './tree.ts'

interface Place {
  /** The file, or the folder, that may import it. */
  readonly in: string
  /** Loading it takes long: it isn't among what every run loads. */
  readonly heavy: boolean
}

const PACKAGES: Readonly<Record<string, Place>> = {
  ajv: { in: 'src/lib/json-schema.ts', heavy: true },
  'ajv-formats': { in: 'src/lib/json-schema.ts', heavy: true },
  'jsonc-parser': { in: 'src/lib/', heavy: false },
  re2js: { in: 'src/lib/pattern.ts', heavy: true },
  yaml: { in: 'src/contract/', heavy: true },
  'openapi-types': { in: 'src/contract/', heavy: false },
  '@apidevtools/swagger-parser': { in: 'src/contract/', heavy: true },
  undici: { in: 'src/node/', heavy: true },
  oauth4webapi: { in: 'src/node/', heavy: true },
  '@modelcontextprotocol/client': { in: 'src/node/', heavy: true },
  '@modelcontextprotocol/server': { in: 'src/mcp/', heavy: true },
  fflate: { in: 'src/node/zip.ts', heavy: true },
  'smol-toml': { in: 'src/lib/edit-toml.ts', heavy: true },
  '@clack/prompts': { in: 'src/node/choose.ts', heavy: true },
  'fast-string-truncated-width': { in: 'src/cli/report/table.ts', heavy: false },
  sarif: { in: 'src/cli/report/sarif.ts', heavy: false },
  commander: { in: 'src/cli/', heavy: false },
}

/** What `bridge start` needs before its first answer begins at these. */
const ROOTS = ['src/cli/main.ts', 'src/cli/commands/start.ts']

const EFFECTS = /^src\/(?:node|cli)\//

/** One place for each package, a place for each package. */
export function packageFaults(tree: Tree): readonly string[] {
  return outside(tree)
    .filter(({ from, to }) => {
      if (to.startsWith('node:')) return !EFFECTS.test(from)
      const place = placeOf(to)
      return place === undefined || !from.startsWith(place.in)
    })
    .map(({ from, to }) => `${from} → ${to}`)
}

/** Heavy packages are loaded when they are first needed. */
export function heavyFaults(tree: Tree): readonly string[] {
  const eager = loadedAtOnce(tree)
  return outside(tree)
    .filter(({ from, to, kind }) => kind === 'static' && eager.has(from) && placeOf(to)?.heavy === true)
    .map(({ from, to }) => `${from} → ${to}`)
}

/** A module whose name is only known when it runs can't be bundled, nor judged here. */
export function computedImportFaults(tree: Tree): readonly string[] {
  return [...tree]
    .filter(([path, text]) => path.startsWith('src/') && path !== IMPORTS_FOR_ANOTHER && COMPUTED.test(text))
    .map(([path]) => path)
}

/** Imports what the script that it runs has written down: the build refuses anything else there. */
const IMPORTS_FOR_ANOTHER = 'src/node/compiled-code.ts'

const COMPUTED = /\bimport\((?!')/

function outside(tree: Tree): readonly Import[] {
  return importsOf(tree, 'src').filter(({ to }) => !/^(?:\.\.|src|test|fixtures|package\.json)(?:\/|$)/.test(to))
}

function placeOf(specifier: string): Place | undefined {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
  return Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined
}

function loadedAtOnce(tree: Tree): ReadonlySet<string> {
  const imports = importsOf(tree, 'src').filter(({ kind }) => kind === 'static')
  const loaded = new Set(ROOTS)
  // a set that grows while it is walked visits what was added
  for (const path of loaded) for (const { from, to } of imports) if (from === path) loaded.add(to)
  return loaded
}
