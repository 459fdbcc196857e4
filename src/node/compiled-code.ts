/** Code of this program → the same, compiled once and kept in the user's cache for the next start. */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Script } from 'node:vm'
import type { Environment } from '../bridge/ports.ts'
import { cacheFolder } from './cache-folder.ts'

export interface CompiledCode {
  /** The exports of a CommonJS file of this program; the others that it imports are run in the same way. */
  load(file: string): unknown
  /** Keeps what was compiled by now, functions that ran included; nothing comes of it where the folder can't be written. */
  keep(): void
}

/**
 * Scripts by ourselves, on every node in the same way and with the functions that ran; from 22.1 on, modules by node.
 */
export function createCompiledCode(environment: Environment): CompiledCode {
  // the user's own folder, so that nobody else puts code there
  const folder = join(cacheFolder(environment), 'compiled')
  // the declarations are those of the oldest node
  const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown }
  enableCompileCache?.(folder)
  const isOff = environment.get('NODE_DISABLE_COMPILE_CACHE') !== undefined
  const made: (() => void)[] = []

  return {
    load: run,
    keep: () => {
      for (const keep of made) keep()
    },
  }

  function run(file: string): unknown {
    const source = readFileSync(file)
    const path = join(folder, `${basename(file)}-${digestOf(source, process.version, process.arch)}${KEPT}`)
    const known = isOff ? undefined : readCode(path)
    const script = new Script(`(function (exports, require, module, __filename, drawbridgeImport) {${source}\n})`, {
      filename: file,
      ...(known === undefined ? {} : { cachedData: known }),
    })
    if (!isOff && (known === undefined || script.cachedDataRejected === true)) {
      made.push(() => writeCode(path, script.createCachedData()))
    }
    const module = { exports: {} }
    const [base, require] = [pathToFileURL(file), createRequire(file)]
    const load = async (specifier: string): Promise<unknown> => {
      // without the loader of modules, which a start needs for nothing else
      if (specifier.startsWith('node:')) return require(specifier)
      const url = new URL(specifier, base)
      return url.pathname.endsWith('.cjs') ? run(fileURLToPath(url)) : import(url.href)
    }
    script.runInThisContext()(module.exports, require, module, file, load)
    return module.exports
  }
}

/** How the files end that are kept. */
const KEPT = '.code'

const DIGEST_BYTES = 64

function digestOf(data: Uint8Array, ...others: readonly string[]): string {
  const hash = createHash('sha256').update(data)
  for (const one of others) hash.update(one)
  return hash.digest('hex')
}

/** Undefined where it is not whole, or not this user's alone. */
function readCode(path: string): Buffer | undefined {
  try {
    const found = lstatSync(path)
    if (!found.isFile() || (process.getuid !== undefined && found.uid !== process.getuid())) return undefined
    const bytes = readFileSync(path)
    const code = bytes.subarray(DIGEST_BYTES)
    return bytes.toString('latin1', 0, DIGEST_BYTES) === digestOf(code) ? code : undefined
  } catch {
    return undefined
  }
}

/** Whole or not at all, and no other of the same script stays: each is of a version that is gone. */
function writeCode(path: string, code: Uint8Array): void {
  const folder = dirname(path)
  const temporary = `${path}.${process.pid}`
  const script = basename(path).slice(0, -(DIGEST_BYTES + KEPT.length))
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(temporary, Buffer.concat([Buffer.from(digestOf(code)), code]), { mode: 0o600, flag: 'wx' })
    for (const name of readdirSync(folder)) {
      if (name.startsWith(script) && name.endsWith(KEPT)) rmSync(join(folder, name))
    }
    renameSync(temporary, path)
  } catch {
    // there is nothing to remove where there is no folder
    if (existsSync(temporary)) rmSync(temporary, { force: true })
  }
}
