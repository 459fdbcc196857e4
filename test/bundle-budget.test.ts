/** Budgets in files, bytes and packages: unlike milliseconds, they are the same on every machine. */
import { beforeAll, describe, expect, test } from 'vitest'
import { bundle } from '../esbuild.bundle.mjs'

interface Part {
  readonly bytes: number
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[]
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>
}

let outputs: Readonly<Record<string, Part>>

beforeAll(async () => {
  outputs = (await bundle()).outputs
})

function partOf(path: string): Part {
  const part = outputs[path]
  if (part === undefined) throw new Error(`${path} is not built`)
  return part
}

/** The files that these load by themselves, and what is in them. */
function loadedWith(...entries: readonly string[]) {
  const files = new Set(entries)
  // a set that grows while it is walked visits what was added
  for (const file of files) {
    for (const { path, kind, external } of partOf(file).imports) {
      if (kind === 'import-statement' && external !== true) files.add(path)
    }
  }
  const parts = [...files].map(partOf)
  const inputs = parts.flatMap((part) => Object.entries(part.inputs))
  const packages = inputs.flatMap(([path, { bytesInOutput }]) => {
    const name = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
    return name === undefined || bytesInOutput === 0 ? [] : [name]
  })
  return {
    files: files.size,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    packages: [...new Set(packages)].sort(),
  }
}

interface Budget {
  readonly name: string
  readonly entries: readonly string[]
  readonly files: number
  readonly bytes: number
  readonly packages: readonly string[]
}

const START = ['dist/bridge.cjs', 'dist/chunks/cli-run-start.cjs']

const BUDGETS: readonly Budget[] = [
  {
    name: 'until `start` has answered initialize and tools/list',
    entries: START,
    files: 2,
    bytes: 390_000,
    packages: ['jsonc-parser'],
  },
  {
    name: 'until it can send a call',
    entries: [...START, 'dist/chunks/undici-lib-dispatcher-pool.js'],
    files: 5,
    bytes: 660_000,
    packages: ['jsonc-parser', 'undici'],
  },
  {
    name: 'until it can answer what needs the MCP library',
    entries: [...START, 'dist/chunks/mcp-library.cjs'],
    files: 3,
    bytes: 670_000,
    packages: ['@modelcontextprotocol/core', '@modelcontextprotocol/server', 'jsonc-parser', 'zod'],
  },
  {
    name: 'until the help is printed',
    entries: ['dist/bridge.cjs', 'dist/chunks/cli-run-program.js'],
    files: 40,
    bytes: 320_000,
    packages: ['commander'],
  },
]

describe.each(BUDGETS)('$name', ({ entries, files, bytes, packages }) => {
  test('few files of few bytes', () => {
    const loaded = loadedWith(...entries)
    expect(loaded.files).toBeLessThanOrEqual(files)
    expect(loaded.bytes).toBeLessThanOrEqual(bytes)
  })

  test('no other packages', () => {
    expect(loadedWith(...entries).packages).toEqual(packages)
  })
})

test('the MCP library comes without its own validator', () => {
  const inputs = Object.keys(partOf('dist/chunks/mcp-library.cjs').inputs)
  expect(inputs.filter((path) => /ajv/i.test(path))).toEqual([])
})
