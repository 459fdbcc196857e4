/** A folder of TypeScript → its files, what each imports and what each exports. */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** Path from the project's root → text. */
export type Tree = ReadonlyMap<string, string>

/** `type` is erased, `static` is loaded with its importer, `dynamic` when it is first needed. */
export interface Import {
  readonly from: string
  /** A path of the tree, or a package as written. */
  readonly to: string
  readonly kind: 'type' | 'static' | 'dynamic'
  /** The exported names it takes; undefined where it may take any. */
  readonly names: readonly string[] | undefined
}

export function readTree(root: URL, folders: readonly string[]): Tree {
  const paths = folders.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' }).map((path) =>
      posix.join(folder, path.replaceAll('\\', '/')),
    ),
  )
  const texts = paths.filter((path) => /\.(?:ts|md)$/.test(path))
  return new Map(texts.sort().map((path) => [path, readFileSync(new URL(path, root), 'utf8')]))
}

/** The TypeScript files of a folder, with their texts. */
export function modulesOf(tree: Tree, folder: string): readonly (readonly [path: string, text: string])[] {
  // what only declares a package's types is no module
  return [...tree].filter(([path]) => path.startsWith(`${folder}/`) && /(?<!\.d)\.ts$/.test(path))
}

/** The text without the lines that are comments and without the words in quotes: what is left was written as code. */
export function codeOf(text: string): string {
  return text.replace(/^\s*(?:\/\/|\/\*|\*).*$/gm, '').replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

const STATEMENT =
  /^(?:import|export)\s+(?<clause>(?:type\s+)?(?:[\w$]+\s*,?\s*)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})?)\s*\bfrom\s+'(?<to>[^']+)'|^import\s+'(?<bare>[^']+)'/gm
const DYNAMIC =
  /(?:\{(?<taken>[^{}]*)\}\s*=\s*await\s+)?(?<kind>typeof\s+)?\bimport\('(?<to>[^']+)'\)(?:\)?\s*\.\s*(?<member>\w+))?/g

export function importsOf(tree: Tree, folder: string): readonly Import[] {
  return modulesOf(tree, folder).flatMap(([from, text]) => {
    const code = text.replace(/^\s*(?:\/\/|\/\*|\*).*$/gm, '')
    const statements = [...code.matchAll(STATEMENT)].map(({ groups }): Import => {
      const { clause = '', to, bare = '' } = groups ?? {}
      return {
        from,
        to: resolved(from, to ?? bare),
        kind: /^type\b/.test(clause) ? 'type' : 'static',
        names: namesIn(clause),
      }
    })
    const expressions = [...code.matchAll(DYNAMIC)].map(({ groups }): Import => {
      const { taken, kind, to = '', member } = groups ?? {}
      const names = taken === undefined ? member : taken
      return {
        from,
        to: resolved(from, to),
        kind: kind === undefined ? 'dynamic' : 'type',
        names: names === undefined || names === 'then' ? undefined : listed(names),
      }
    })
    return [...statements, ...expressions]
  })
}

function resolved(from: string, to: string): string {
  return to.startsWith('.') ? posix.join(posix.dirname(from), to) : to
}

function namesIn(clause: string): readonly string[] | undefined {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1]
  return braces === undefined ? undefined : listed(braces)
}

/** `a, type B as C, d: e` → a, B, d. */
function listed(names: string): readonly string[] {
  return names
    .split(',')
    .map((name) => name.trim().replace(/^type\s+/, ''))
    .map((name) => /^[\w$]*/.exec(name)?.[0] ?? '')
    .filter((name) => name !== '')
}

const DECLARED = /^export\s+(?:abstract\s+|async\s+)*(?:function\*?|const|let|class|interface|type)\s+(\w+)/gm
const DESTRUCTURED = /^export\s+(?:const\s+|type\s+)?\{([^}]*)\}/gm

/** The names that a module exports, as others import them. */
export function exportsOf(text: string): readonly string[] {
  const declared = [...text.matchAll(DECLARED)].map(([, name = '']) => name)
  const grouped = [...text.matchAll(DESTRUCTURED)].flatMap(([, names = '']) =>
    names.split(',').map(
      (name) =>
        name
          .trim()
          .split(/\s+as\s+|:\s*|\s+/)
          .at(-1) ?? '',
    ),
  )
  return [...declared, ...grouped].filter((name) => name !== '')
}
