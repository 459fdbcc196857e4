// Builds dist/: the bundled program and the licences of everything in it.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const dist = join(root, 'dist')

const { bundle } = await import('./esbuild.bundle.mjs').catch((error) => {
  // `npx bridge` prepares a clone whose packages aren't installed yet; failing there would leave npx's cache broken
  if (process.env.npm_lifecycle_event !== 'prepare' || error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  console.error('Nothing was built: run `npm ci` first.')
  process.exit(0)
})

const { outputFiles, outputs } = await bundle()

const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]))
files.set(join(dist, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicenses(outputs))

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
async function thirdPartyLicenses(outputs) {
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
