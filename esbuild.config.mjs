// Builds dist/: the way of `bridge start` to its first answer in two files, chunks for everything that is loaded on
// demand, and the licences of everything that was bundled.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const dist = join(root, 'dist')

const esbuild = await import('esbuild').catch((error) => {
  // `npx bridge` prepares a clone whose packages aren't installed yet; failing there would leave npx's cache broken
  if (process.env.npm_lifecycle_event !== 'prepare' || error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  console.error('Nothing was built: run `npm ci` first.')
  process.exit(0)
})

/**
 * The MCP library brings a JSON Schema validator of its own, a fifth of what `start` would load. It is for servers that
 * give none (ours does), so it is left out, and whoever asked for it after all would be told.
 */
const withoutOtherValidator = {
  name: 'without-other-validator',
  setup(build) {
    build.onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, ({ path }) => ({ path, namespace: 'shims' }))
    build.onLoad({ filter: /.*/, namespace: 'shims' }, () => ({
      resolveDir: root,
      contents: `
        export { default as process } from 'node:process'
        export class DefaultJsonSchemaValidator {
          constructor() {
            throw new Error('a server is to be given its validator')
          }
        }`,
    }))
  },
}

/** Modules of ours with which a package comes along, or that hardly anything else goes with. */
const APART = new Set(['src/cli/run-start.ts', 'src/cli/run-program.ts', 'src/contract/yaml.ts'])

/** What is loaded on demand → where it is built to, filled while the first build meets it. */
const demanded = new Map()

/** Packages that are loaded on demand, and what stands apart, are not part of the file that asks for them. */
const onDemandApart = {
  name: 'on-demand-apart',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir, importer }) => {
      if (kind !== 'dynamic-import' || path.startsWith('node:')) return undefined
      const module = path.startsWith('.') ? relative(root, join(resolveDir, path)).replaceAll('\\', '/') : path
      if (path.startsWith('.') && !APART.has(module)) return undefined
      const name = module.replace(/^src\/|\.[jt]s$/g, '').replace(/[^A-Za-z0-9]+/g, '-')
      demanded.set(name, module)
      const isEntry = importer === join(root, MAIN)
      return { path: `./${isEntry ? 'chunks/' : ''}${name}.js`, external: true }
    })
  },
}

const MAIN = 'src/cli/main.ts'
const START = 'src/cli/run-start.ts'

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

// the way to the first answer is one small file and one with everything that it takes: each more would cost its reading
const way = await esbuild.build({
  ...shared,
  entryPoints: { bridge: MAIN, 'chunks/cli-run-start': START },
  plugins: [withoutOtherValidator, onDemandApart],
})
demanded.delete('cli-run-start')
const rest = await esbuild.build({
  ...shared,
  entryPoints: Object.fromEntries([...demanded].map(([name, module]) => [`chunks/${name}`, module])),
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [withoutOtherValidator],
})
const outputFiles = [...way.outputFiles, ...rest.outputFiles]
const metafile = { outputs: { ...way.metafile.outputs, ...rest.metafile.outputs } }

const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]))
files.set(join(dist, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicenses(metafile))

// a bridge may run meanwhile: what stays the same isn't touched, and the chunks that it has yet to load go last
for (const [path, contents] of files) {
  const there = await readFile(path).catch(() => undefined)
  if (there?.equals(Buffer.from(contents))) continue
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, contents)
}
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name)
  if (entry.isFile() && !files.has(path)) await rm(path, { force: true })
}

/** Name, version, licence and licence text of every package of which a byte is in the output. */
async function thirdPartyLicenses({ outputs }) {
  const folders = new Set()
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]
      if (folder !== undefined && bytesInOutput > 0) folders.add(join(root, folder))
    }
  }
  const packages = await Promise.all([...folders].map(packageIn))
  packages.sort((a, b) => (a.title < b.title ? -1 : 1))
  const rule = '-'.repeat(80)
  const head = 'drawbridge-mcp contains code of these packages, each under its own licence.'
  return `${[head, ...packages.map(({ title, text }) => `${title}\n\n${text.trim()}`)].join(`\n\n${rule}\n`)}\n`
}

async function packageIn(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry))
  if (typeof license !== 'string' || file === undefined) throw new Error(`${name} ${version} states no licence`)
  const text = await readFile(join(folder, file), 'utf8')
  return { title: `${name} ${version} (${license})`, text: text.replaceAll('\r\n', '\n') }
}
