// `npm run soak [-- CALLS SEED…]`: the soak test with many calls, and every seed that is named.
import { startVitest } from 'vitest/node'

const [calls = '20000', ...seeds] = process.argv.slice(2)
process.env.SOAK_CALLS = calls
process.env.SOAK_SEEDS = seeds.length === 0 ? '1,2,3' : seeds.join(',')
const vitest = await startVitest('test', ['test/soak/soak.test.ts'], { watch: false })
await vitest.close()
