/** The code of a tree → effects outside the edge, secrets opened, types given up. */
import { transformSync } from 'esbuild'
import { codeOf, modulesOf, type Tree } from './tree.ts'

const EDGE = /^src\/(?:node|cli)\//
const EFFECTS = ['process', 'fetch', 'Buffer', 'console']
const MARK = '__at_the_edge_only_'

/** Only the edge may touch the world. A compiler renames the free names, so that a local of the same name is no fault. */
export function effectFaults(tree: Tree): readonly string[] {
  const define = Object.fromEntries(
    EFFECTS.flatMap((name) => [name, `globalThis.${name}`].map((key) => [key, `${MARK}${name}`])),
  )
  return modulesOf(tree, 'src')
    .filter(([path]) => !EDGE.test(path))
    .flatMap(([path, text]) => {
      const { code } = transformSync(text, { loader: 'ts', define })
      return EFFECTS.filter((name) => code.includes(`${MARK}${name}`)).map((name) => `${path}: ${name}`)
    })
}

/** A secret is defined in one file, opened where it is sent (to the API, or for a token), searched for or told apart. */
const REVEALING = [
  'src/upstream/secret.ts',
  'src/auth/apply.ts',
  'src/auth/exchange.ts',
  'src/auth/fingerprint.ts',
  'src/node/oauth/client.ts',
  'src/response/redact.ts',
]

export function revealFaults(tree: Tree): readonly string[] {
  return modulesOf(tree, 'src')
    .filter(([path, text]) => !REVEALING.includes(path) && /\breveal\b/.test(text))
    .map(([path]) => path)
}

/** A type given up is a proof given up. */
const GIVEN_UP: Readonly<Record<string, RegExp>> = {
  any: /(?:[:<|&,(=]|=>|\bas|\bextends|\breadonly)\s*any\b(?=\s*(?:[[\])>,;|&={?:]|$))/m,
  '@ts': /@ts-(?:ignore|expect-error|nocheck)/,
  'non-null !': /[\w)\]]!(?=[.,;)\]\s[]|$)(?!=)/m,
}

export function typeFaults(tree: Tree): readonly string[] {
  return modulesOf(tree, 'src').flatMap(([path, text]) => {
    const code = codeOf(text).replace(/`[^`$]*`/g, '``')
    const found = Object.entries(GIVEN_UP).filter(([name, pattern]) => pattern.test(name === '@ts' ? text : code))
    return found.map(([name]) => `${path}: ${name}`)
  })
}
