/** Each system that there is a shipped profile for: its stand-in, and what is particular to it. */
import { readFile } from 'node:fs/promises'
import { MERCHANT_KEY, startFlowPos } from '../../fixtures/flowpos/start-flow-pos.ts'
import { FIREBASE_TOKEN } from '../../fixtures/flowpos/tokens.ts'
import { startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { startGeopera } from '../../fixtures/geopera/start-geopera.ts'
import { startNeonHosts } from '../../fixtures/neonpanel/start-neon-hosts.ts'
import { SHOP_TOKEN, startOpenShop } from '../../fixtures/openshop/start-open-shop.ts'
import { isObject, type JsonObject, type JsonValue, member } from '../../src/lib/json.ts'
import { withOperationsOf } from './shipped-systems.ts'

export interface StandIn {
  /** The shipped file, led to this stand-in, with the operations that it has. */
  readonly profiles: string
  readonly variables: Readonly<Record<string, string>>
  /** How often the operation that is read arrived. */
  readonly reads: () => number
  /** Requests that were refused for their rate. */
  readonly refusals: () => number
  /** What the client of the profile has now is refused from now on. */
  expire(): void
  close(): Promise<unknown>
}

export interface System {
  readonly name: string
  readonly profile: string
  /** Started without the operation `gone`. */
  readonly start: (gone?: string) => Promise<StandIn>
  /** An operation of the list, by its tool: a read that needs no arguments. */
  readonly read: string
  /** An operation of the list that the API may lose. */
  readonly loses: string
  /** What must not be had by naming it alone, and why the check says so. */
  readonly admin: { readonly entry: string | JsonObject; readonly tool: string; readonly code: string }
  /** How a token that is over in mid-session is told, where the bridge can't get another one. */
  readonly renew?: RegExp
}

const shipped = (name: string) => readFile(new URL(`../../profiles/${name}.json`, import.meta.url), 'utf8')

const contractOf = (name: string) => readFile(new URL(`../../fixtures/${name}/openapi.json`, import.meta.url), 'utf8')

async function ledTo(name: string, places: readonly (readonly [from: string, to: string])[]): Promise<string> {
  return places.reduce((text, [from, to]) => text.replaceAll(from, to), await shipped(name))
}

/** A contract without one operation, by id or by method and path. */
function without(gone: string | undefined) {
  return (document: JsonObject): JsonValue => {
    const paths = Object.entries<JsonValue>(Object(member(document, 'paths'))).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(Object(item)).filter(
          ([method, operation]) =>
            gone !== `${method.toUpperCase()} ${path}` &&
            !(isObject(operation as JsonValue) && Object(operation).operationId === gone),
        ),
      ),
    ])
    return { ...document, paths: Object.fromEntries(paths) }
  }
}

const FAST = { requests: 30, perMs: 1000 }
/** What the profile says of the rate, at the pace of the stand-in. */
const atPace = (text: string): string => text.replaceAll(/"perSeconds": 10\b/g, '"perSeconds": 1')

async function neonPanel(profile: string, gone: string | undefined): Promise<StandIn> {
  const hosts = await startNeonHosts({
    ...{ limit: FAST, mutate: without(gone), gone: gone === undefined ? [] : [gone] },
  })
  const text = await ledTo('neonpanel', [
    ['https://mcp.neonpanel.com', hosts.hosted.origin],
    ['https://my.neonpanel.com', hosts.api.origin],
  ])
  return {
    profiles: withOperationsOf(await contractOf('neonpanel'), atPace(text)),
    variables: {},
    reads: () =>
      profile === 'neonpanel_hosted'
        ? hosts.hosted.requests.filter(({ body }) => body.includes('neonpanel_listReports')).length
        : hosts.api.requests.filter(({ path }) => path === '/api/v1/reports').length,
    refusals: hosts.refusals,
    expire: hosts.signIn.expire,
    close: hosts.close,
  }
}

async function flowPos(file: string, variables: StandIn['variables'], gone: string | undefined): Promise<StandIn> {
  const api = await startFlowPos({ gone: gone === undefined ? [] : [gone] })
  // one business is enough to have calls about
  const text = (await ledTo(file, [['https://api.flowpos.app', api.origin]])).replace(
    '"session": {',
    '"arguments": { "pin": { "businessId": "biz_1" } }, "session": {',
  )
  return {
    profiles: text,
    variables,
    reads: () => api.requests.filter(({ body }) => body.includes('"name":"list_orders"')).length,
    refusals: () => 0,
    expire: () => {
      api.expire()
      api.revoke(MERCHANT_KEY)
    },
    close: api.close,
  }
}

const NEON_ADMIN = {
  entry: 'getImportInstructions',
  tool: 'getImportInstructions',
  code: 'OPERATION_INTERNAL',
} as const

const FLOW_ADMIN = {
  entry: { operation: 'set_active_tenant', access: 'write' },
  tool: 'set_active_tenant',
  code: 'OPERATION_NOT_FOUND',
} as const

export const SYSTEMS: readonly System[] = [
  {
    name: 'GearGenius, technician',
    profile: 'technician_assistant',
    start: async (gone) => {
      const api = await startGearGenius({ mutate: without(gone) })
      return {
        profiles: await ledTo('agent-profiles', [['https://geargenius.ai', api.origin]]),
        variables: { MCP_USER_TOKEN: api.technicianToken },
        reads: () => api.requests.filter(({ target }) => target === '/api/gpt/user/jobs/recent').length,
        refusals: () => 0,
        expire: api.expire,
        close: api.close,
      }
    },
    read: 'listRecentJobs',
    loses: 'updateJobStatus',
    admin: { entry: 'deleteJob', tool: 'deleteJob', code: 'ACCESS_UNDECLARED' },
    renew: /geargenius\.ai\/connect-gpt\.html|\/connect-gpt\.html/,
  },
  {
    name: 'Geopera',
    profile: 'geopera_research',
    start: async (gone) => {
      const api = await startGeopera({ mutate: without(gone) })
      const text = await ledTo('geopera', [
        ['geopera-openapi.json', api.contract],
        ['https://api.geopera.com', api.origin],
      ])
      return {
        profiles: withOperationsOf(await contractOf('geopera'), text),
        variables: { GEOPERA_API_TOKEN: api.key },
        reads: () => api.requests.filter(({ path }) => path === '/v1/op/orders.list').length,
        refusals: api.refusals,
        expire: () => api.revoke(api.key),
        close: api.close,
      }
    },
    read: 'orders_list',
    loses: 'orders.update',
    admin: {
      entry: { operation: 'items.expire_batch', access: 'write' },
      tool: 'items_expire_batch',
      code: 'OPERATION_INTERNAL',
    },
    renew: /Mint or rotate an API key/,
  },
  {
    name: 'NeonPanel',
    profile: 'neonpanel_analyst',
    start: (gone) => neonPanel('neonpanel_analyst', gone),
    read: 'listReports',
    loses: 'getReportData',
    admin: NEON_ADMIN,
  },
  {
    name: "NeonPanel's MCP server",
    profile: 'neonpanel_hosted',
    start: (gone) => neonPanel('neonpanel_hosted', gone),
    read: 'neonpanel_listReports',
    loses: 'neonpanel_getInventoryCogs',
    admin: {
      entry: 'neonpanel_createDocuments',
      tool: 'neonpanel_createDocuments',
      code: 'ACCESS_UNDECLARED',
    },
  },
  {
    name: 'FlowPOS',
    profile: 'flowpos_reports',
    start: (gone) => flowPos('flowpos', { FLOWPOS_MCP_TOKEN: MERCHANT_KEY }, gone),
    read: 'list_orders',
    loses: 'get_top_products',
    admin: FLOW_ADMIN,
    renew: /Create a new token in FlowPOS/,
  },
  {
    name: 'FlowPOS by exchange',
    profile: 'flowpos_exchange',
    start: (gone) => flowPos('flowpos-exchange', { FLOWPOS_FIREBASE_TOKEN: FIREBASE_TOKEN }, gone),
    read: 'list_orders',
    loses: 'get_top_products',
    admin: FLOW_ADMIN,
  },
  {
    name: 'OpenShop',
    profile: 'openshop_reading',
    start: async (gone) => {
      const shop = await startOpenShop()
      if (gone !== undefined) shop.remove(gone)
      return {
        profiles: await ledTo('openshop', [['https://your-app.example.com/mcp', shop.url]]),
        variables: { OPENSHOP_MCP_TOKEN: SHOP_TOKEN },
        reads: () => shop.requests.filter(({ body }) => body.includes('"name":"openshop.shops.list"')).length,
        refusals: () => 0,
        expire: shop.expire,
        close: shop.close,
      }
    },
    read: 'openshop_shops_list',
    loses: 'openshop.flows.list',
    admin: {
      entry: { operation: 'openshop.admin.graphql', access: 'destructive' },
      tool: 'openshop_admin_graphql',
      code: 'OPERATION_NOT_FOUND',
    },
    renew: /An admin of the shop rotates/,
  },
]
