/** The files of a tree → those that are too long, badly named, or don't say what they are. */
import { exportsOf, modulesOf, type Tree } from './tree.ts'

const CAPS: Readonly<Record<string, number>> = { src: 200, fixtures: 200, test: 400 }
const MEAN = 100

export function sizeFaults(tree: Tree): readonly string[] {
  const long = Object.entries(CAPS).flatMap(([folder, cap]) =>
    modulesOf(tree, folder)
      .map(([path, text]) => [path, linesOf(text)] as const)
      .filter(([, lines]) => lines > cap)
      .map(([path, lines]) => `${path}: ${lines} lines`),
  )
  const source = modulesOf(tree, 'src').map(([, text]) => linesOf(text))
  const mean = source.reduce((sum, lines) => sum + lines, 0) / Math.max(1, source.length)
  return mean < MEAN ? long : [...long, `src: ${Math.round(mean)} lines in the mean`]
}

function linesOf(text: string): number {
  return text.replace(/\n$/, '').split('\n').length
}

/** A file begins with a sentence that says what it turns into what. */
export function headFaults(tree: Tree): readonly string[] {
  return ['src', 'fixtures']
    .flatMap((folder) => modulesOf(tree, folder))
    .filter(([, text]) => !/^\/\*\*\s(?:[^*]|\*(?!\/)){8,}[.?]\s(?:[^*]|\*(?!\/))*\*\//.test(text))
    .map(([path]) => path)
}

const KEBAB = /^(?:[a-z0-9]+(?:[-.][a-z0-9]+)*\/)*[a-z0-9]+(?:[-.][a-z0-9]+)*\.ts$/

export function fileNameFaults(tree: Tree): readonly string[] {
  return Object.keys(CAPS)
    .flatMap((folder) => modulesOf(tree, folder))
    .map(([path]) => path)
    .filter((path) => !KEBAB.test(path) || hasVagueWord(path))
}

/** Words that name no thing of this domain. */
const VAGUE = new Set(['endpoint', 'route', 'handler', 'manager', 'helper', 'helpers', 'util', 'utils', 'service'])

/** What the world outside calls so: the demonstration's API has a manager. */
const DOMAIN = /^fixtures\//

export function exportNameFaults(tree: Tree): readonly string[] {
  return modulesOf(tree, 'src').flatMap(([path, text]) =>
    exportsOf(text)
      .filter(hasVagueWord)
      .map((name) => `${path}: ${name}`),
  )
}

function hasVagueWord(name: string): boolean {
  if (DOMAIN.test(name)) return false
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return words.split(/[^a-z]+/).some((word) => VAGUE.has(word))
}
