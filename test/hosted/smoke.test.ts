import { expect, test } from 'vitest'
import { startFlowPos, MERCHANT_KEY } from '../../fixtures/flowpos/start-flow-pos.ts'
import { startOpenShop, SHOP_TOKEN } from '../../fixtures/openshop/start-open-shop.ts'
import { runBridge } from '../e2e/run-bridge.ts'
import { readFileSync, writeFileSync, mkdtempSync } from 'node:fs'
test('x', async () => {
const api = await startFlowPos({answers: 'stream'})
const d = mkdtempSync('/tmp/smoke-'); const f = d + '/agent-profiles.json'
writeFileSync(f, readFileSync('/work/main/profiles/flowpos.json','utf8').replace('https://api.flowpos.app', api.origin))
const env = { FLOWPOS_MCP_TOKEN: MERCHANT_KEY }
const say = (r: object) => console.log(r)
say(await runBridge(['check','--profiles',f], env))
say(await runBridge(['check','--profiles',f]))
say(await runBridge(['tools','--profiles',f], env))
say(await runBridge(['call','get_products','--profiles',f], env))
say(await runBridge(['call','set_active_business','--arg','businessId=biz_1','--profiles',f], env))
say(await runBridge(['call','set_active_business','--arg','businessId=biz_1','--profiles',f,'--dry-run'], env))
console.log(api.openSessions, api.requests.map(r=>r.method+' '+r.body.slice(0,90)))
await api.close()
const shop = await startOpenShop({permissions: ['read_logs']})
writeFileSync(f, readFileSync('/work/main/profiles/openshop.json','utf8').replace('https://your-app.example.com', shop.origin))
say(await runBridge(['check','--profiles',f], {OPENSHOP_MCP_TOKEN: SHOP_TOKEN}))
say(await runBridge(['operations','--profiles',f], {OPENSHOP_MCP_TOKEN: SHOP_TOKEN}))
await shop.close()
}, 60000)
