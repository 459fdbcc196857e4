import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/lib/json.ts'
import { parseProfiles } from '../../src/profile/parse.ts'
import { changed, text, URI } from './files.ts'

const T = '/profiles/technician'

// biome-ignore lint/suspicious/noTemplateCurlyInString: what people write who expect variables to be replaced
const PLACEHOLDER = '${MCP_USER_TOKEN}'

describe('secrets that somebody wrote down', () => {
  const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJmYWtlIn0.ZmFrZS1zaWduYXR1cmU'
  test.each<[string, JsonValue, string]>([
    [`${T}/auth/token`, 'fake-secret-value', `${T}/auth/token`],
    [`${T}/auth/token`, PLACEHOLDER, `${T}/auth/token`],
    [`${T}/auth/token`, `Bearer ${JWT}`, `${T}/auth/token`],
    [`${T}/auth/token/env`, JWT, `${T}/auth/token/env`],
    [`${T}/auth/token/env`, 'gpra_fakefakefakefake1234', `${T}/auth/token/env`],
    [`${T}/auth/token/env`, 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4', `${T}/auth/token/env`],
    [`${T}/auth/prefix`, 'oshp_mcp_mtk_fakefakefake.fakefake', `${T}/auth/prefix`],
    [`${T}/auth/renew`, `Use ${JWT}`, `${T}/auth/renew`],
    [`${T}/instructions`, 'Send X-User-Token: gpra_fakefakefakefake1234 with each call', `${T}/instructions`],
    [`${T}/tools/0`, `Bearer ${JWT}`, `${T}/tools/0`],
    [`${T}/tools/1/arguments`, { pin: { token: JWT } }, `${T}/tools/1/arguments/pin/token`],
    [`${T}/upstream/contract`, `https://api.example/openapi.json?token=${JWT}`, `${T}/upstream/contract`],
    ['/token', 'fake-secret-value', '/token'],
    [`${T}/api_key`, 'fake-secret-value', `${T}/api_key`],
    [`${T}/clientSecret`, 'fake-secret-value', `${T}/clientSecret`],
  ])('%s = %j', (pointer, value, want) => {
    const parsed = parseProfiles(text(changed(pointer, value)), URI)
    const found = parsed.problems.filter(({ code }) => code === 'PROFILES_SECRET_WRITTEN')
    expect(found.map(({ at }) => at.pointer)).toEqual([want])
    expect(JSON.stringify(parsed.problems)).not.toMatch(/eyJ|gpra_fake|fake-secret|a1b2c3|mtk_fake/)
  })
})
