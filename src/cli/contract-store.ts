/** This machine's folders → where contracts are kept between starts. */
import { join } from 'node:path'
import type { Environment } from '../bridge/ports.ts'
import { cacheFolder } from '../node/cache-folder.ts'
import { readInstallKey } from '../node/install-key.ts'
import { createSealedStore, type SealedStore } from '../node/sealed-store.ts'
import { stateFolder } from '../node/state-folder.ts'

export function contractsFolder(environment: Environment): string {
  return join(cacheFolder(environment), 'contracts')
}

export function openContractStore(environment: Environment): SealedStore {
  return createSealedStore({
    folder: contractsFolder(environment),
    key: async () => {
      const key = await readInstallKey(stateFolder(environment))
      return key.ok ? key.value : undefined
    },
  })
}
