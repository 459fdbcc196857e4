/** The shipped profiles of the other systems → a folder with copies that lead to stand-ins on this machine. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MERCHANT_KEY, startFlowPos } from '../fixtures/flowpos/start-flow-pos.ts'
import { FIREBASE_TOKEN } from '../fixtures/flowpos/tokens.ts'
import { startGeopera } from '../fixtures/geopera/start-geopera.ts'
import { startNeonHosts } from '../fixtures/neonpanel/start-neon-hosts.ts'
import { SHOP_TOKEN, startOpenShop } from '../fixtures/openshop/start-open-shop.ts'
import { withOperationsOf } from './e2e/shipped-systems.ts'

export interface SystemsFolder {
  readonly path: string
  /** Variable → its token. */
  readonly tokens: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** As their users have it: each file under its own name, and Geopera's contract beside it. */
export async function openSystemsFolder(): Promise<SystemsFolder> {
  const path = await mkdtemp(join(tmpdir(), 'bridge-systems-'))
  const [geopera, panel, pos, shop] = await Promise.all([
    startGeopera(),
    startNeonHosts(),
    startFlowPos(),
    startOpenShop(),
  ])
  const standIns = {
    geopera: [['https://api.geopera.com', geopera.origin]],
    neonpanel: [
      ['https://mcp.neonpanel.com', panel.hosted.origin],
      ['https://my.neonpanel.com', panel.api.origin],
    ],
    flowpos: [['https://api.flowpos.app', pos.origin]],
    'flowpos-exchange': [['https://api.flowpos.app', pos.origin]],
    openshop: [['https://your-app.example.com/mcp', shop.url]],
  } as const
  const contracts = { geopera: fixture('geopera/openapi.json'), neonpanel: fixture('neonpanel/openapi.json') }
  for (const [name, places] of Object.entries(standIns)) {
    const text = await readFile(new URL(`../profiles/${name}.json`, import.meta.url), 'utf8')
    const led = places.reduce((before, [from, to]) => before.replaceAll(from, to), text)
    const has = Object.entries(contracts).find(([of]) => of === name)?.[1]
    const file = join(path, `${name}.json`)
    await writeFile(file, has === undefined ? led : withOperationsOf(await readFile(has, 'utf8'), led))
  }
  await copyFile(contracts.geopera, join(path, 'geopera-openapi.json'))
  return {
    path,
    tokens: {
      GEOPERA_API_TOKEN: geopera.key,
      FLOWPOS_MCP_TOKEN: MERCHANT_KEY,
      FLOWPOS_FIREBASE_TOKEN: FIREBASE_TOKEN,
      OPENSHOP_MCP_TOKEN: SHOP_TOKEN,
    },
    close: async () => {
      await Promise.all([geopera, panel, pos, shop].map((one) => one.close()))
      await rm(path, { recursive: true, force: true })
    },
  }
}

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
