/** `bridge cache`: where contracts are kept between starts, and how much; `bridge cache clear` removes them. */
import type { ExitCode } from '../../problem/exit.ts'
import type { Context } from '../context.ts'
import { contractsFolder, openContractStore } from '../contract-store.ts'

export type CacheAction = 'show' | 'clear'

export async function cache({ terminal, environment }: Context, action: CacheAction): Promise<ExitCode> {
  const store = openContractStore(environment)
  const folder = contractsFolder(environment)
  if (action === 'clear') {
    const removed = await store.clear()
    terminal.out.write(`${folder}: ${removed} removed\n`)
    return 0
  }
  const files = await store.list()
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  terminal.out.write(`${folder}: ${files.length} kept, ${Math.ceil(bytes / 1024)} KiB\n`)
  return 0
}
