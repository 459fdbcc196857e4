/** The code that runs → the same, compiled once and kept for the next start, where node can do that (from 22.1). */
import module from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.ts'
import { createEnvironment } from './environment.ts'

/** Takes effect for what is loaded from now on; nothing comes of it where the folder can't be written. */
export function keepCompiledCode(): void {
  // the declarations are those of the oldest node
  const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown }
  // the user's own folder, so that nobody else puts code there
  enableCompileCache?.(join(cacheFolder(createEnvironment()), 'compiled'))
}
