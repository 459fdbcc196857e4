/** The modules of src/ → the files of dist/: what `bridge start` needs for its first answer in two, the rest in chunks. */
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(fileURLToPath(import.meta.url))
const dist = join(root, 'dist')

const refused = (what) => `() => { throw new Error(${JSON.stringify(`${what} is left out of this bundle`)}) }`

/**
 * Parts of packages that `start` would load and that nothing here comes to use: which module asks for which, and what it
 * gets instead. Whoever used one after all would be told.
 */
const LEFT_OUT = [
  // a JSON Schema validator, for servers that give none: ours does
  {
    from: /@modelcontextprotocol\/server\//,
    path: /\/_shims$/,
    contents: `
      export { default as process } from 'node:process'
      export const DefaultJsonSchemaValidator = class { constructor() { (${refused("the library's validator")})() } }`,
  },
  // our requests are of HTTP/1.1, and their bodies bytes
  { from: /undici\/lib\/dispatcher\//, path: /\/client-h2\.js$/, contents: `module.exports = ${refused('HTTP/2')}` },
  {
    from: /undici\/lib\/dispatcher\//,
    path: /\/web\/fetch\/body\.js$/,
    contents: `module.exports = { extractBody: ${refused('any body but bytes')} }`,
  },
]

const withoutUnused = {
  name: 'without-unused',
  setup(build) {
    build.onResolve({ filter: /_shims$|client-h2\.js$|body\.js$/ }, ({ path, importer }) => {
      const from = importer.replaceAll('\\', '/')
      const found = LEFT_OUT.findIndex((one) => one.from.test(from) && one.path.test(path))
      return found === -1 ? undefined : { path: String(found), namespace: 'left-out' }
    })
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      resolveDir: root,
      contents: LEFT_OUT[Number(path)].contents,
    }))
  },
}

/** Modules of ours with which a package comes along, or that hardly anything else goes with. */
const APART = new Set(['src/cli/run-program.ts', 'src/contract/yaml.ts'])

/**
 * Packages that are loaded on demand, and what stands apart, are not part of the file that asks for them: `demanded`
 * gets the name of each file to be built for them, and the module in it.
 */
const onDemandApart = (demanded) => ({
  name: 'on-demand-apart',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir, importer }) => {
      if (kind !== 'dynamic-import' || path.startsWith('node:')) return undefined
      const module = path.startsWith('.') ? relative(root, join(resolveDir, path)).replaceAll('\\', '/') : path
      if (path.startsWith('.') && !APART.has(module) && !SCRIPTS.has(module)) return undefined
      if (SCRIPTS.has(module)) return { path: `./${nameOf(module)}.cjs`, external: true }
      demanded.set(nameOf(module), module)
      const isEntry = importer === join(root, MAIN)
      return { path: `./${isEntry ? 'chunks/' : ''}${nameOf(module)}.js`, external: true }
    })
  },
})

const MAIN = 'src/cli/main.ts'

/** What is built as a script, because node 20 keeps the compiled code of no module; the second is of packages alone. */
const SCRIPTS = new Set(['src/cli/run-start.ts', 'src/mcp/library.ts'])

function nameOf(module) {
  return module.replace(/^src\/|\.[jt]s$/g, '').replace(/[^A-Za-z0-9]+/g, '-')
}

const shared = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  minify: true,
  // THIRD-PARTY-LICENSES.txt has them all, those included that no comment states
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  metafile: true,
  // some bundled packages are CommonJS and require node's own modules; each chunk is a module with its own scope
  banner: {
    js: "import { createRequire as drawbridgeRequire } from 'node:module'; const require = drawbridgeRequire(import.meta.url);",
  },
}

/**
 * Bundles everything, writes nothing. The way to the first answer is one small file, and one with all that it takes:
 * each more would cost its reading. `outputs` says what is in each file, as esbuild's metafile does.
 */
export async function bundle() {
  const demanded = new Map()
  const plugins = [withoutUnused, onDemandApart(demanded)]
  const asScript = {
    ...{ ...shared, format: 'cjs', outExtension: { '.js': '.cjs' }, plugins },
    banner: { js: "const drawbridgeUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'drawbridgeUrl' },
  }
  // no module either: the loader of modules takes longer than this file
  const main = await build({ ...asScript, entryPoints: { bridge: MAIN } })
  const scripts = await build({
    ...asScript,
    entryPoints: Object.fromEntries([...SCRIPTS].map((module) => [`chunks/${nameOf(module)}`, module])),
  })
  const rest = await build({
    ...shared,
    entryPoints: Object.fromEntries([...demanded].map(([name, module]) => [`chunks/${name}`, module])),
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [withoutUnused],
  })
  return {
    outputFiles: [...main.outputFiles, ...withImport(scripts.outputFiles), ...rest.outputFiles],
    outputs: { ...main.metafile.outputs, ...scripts.metafile.outputs, ...rest.metafile.outputs },
  }
}

/**
 * Code that was compiled before can't import: whoever runs it hands in what does. And a single character that is not of
 * Latin 1 would double the text in memory, and make its compiling slower by a quarter.
 */
function withImport(outputFiles) {
  return outputFiles.map(({ path, text }) => {
    const [code, count] = [text.replaceAll(/\bimport\("/g, 'drawbridgeImport("'), text.match(/\bimport\(/g)?.length]
    if (count !== code.match(/\bdrawbridgeImport\("/g)?.length) throw new Error(`${path} imports what is not a literal`)
    const [wide] = code.match(/[^\0-\xff]/) ?? []
    if (wide !== undefined) throw new Error(`${path} has ${wide}, which has to be escaped where it is written`)
    return { path, contents: Buffer.from(code) }
  })
}
