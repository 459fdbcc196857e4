import { describe, expect, test } from 'vitest'
import { parseProfiles } from '../../src/profile/parse.ts'
import { changed, GOOD, text, URI } from './files.ts'

const T = '/profiles/technician'

describe('the model', () => {
  test('has every default', () => {
    const parsed = parseProfiles(
      '{"version":1,"profiles":{"p":{"upstream":{"kind":"openapi","contract":"c.json"},"tools":["getA"]}}}',
      URI,
    )
    expect(parsed.ok && parsed.value.profiles.get('p')).toEqual({
      id: 'p',
      upstreams: new Map([
        [
          '',
          {
            ...{ name: '', profile: 'p', pointer: '/profiles/p/upstream' },
            ...{ kind: 'openapi', contract: 'file:///home/ada/c.json', servers: [] },
            auth: { kind: 'single', credential: { type: 'none', applies: 'declared', pointer: '/profiles/p' } },
          },
        ],
      ]),
      grants: [],
      tools: [
        {
          operation: 'getA',
          upstream: '',
          requires: [],
          internal: false,
          idempotencyKey: false,
          arguments: { pin: {}, forbid: [], max: {} },
          pointer: '/profiles/p/tools/0',
        },
      ],
      toolNames: 'safe',
      limits: {
        timeoutSeconds: 45,
        responseBytes: 8388608,
        resultCharacters: 40000,
        concurrency: 8,
        contractBytes: 25165824,
      },
      pointer: '/profiles/p',
    })
  })

  test('has what the file says', () => {
    const parsed = parseProfiles(text(GOOD), URI)
    const profile = parsed.ok ? parsed.value.profiles.get('technician') : undefined
    expect(profile?.upstreams.get('')?.auth).toEqual({
      kind: 'single',
      credential: {
        type: 'apiKey',
        in: 'header',
        name: 'X-User-Token',
        token: { env: 'MCP_USER_TOKEN' },
        prefix: 'gpra_',
        renew: 'Create one at https://api.example/tokens',
        applies: 'declared',
        pointer: `${T}/auth`,
      },
    })
    expect(profile?.tools[2]).toEqual({
      operation: 'PATCH /jobs/{jobId}',
      upstream: '',
      access: 'write',
      name: 'set_status',
      requires: ['jobs:write_status'],
      internal: false,
      idempotencyKey: false,
      arguments: { pin: { notify: false }, forbid: ['force'], max: { hours: 8 } },
      timeoutSeconds: 5,
      pointer: `${T}/tools/2`,
    })
    expect(profile?.limits).toMatchObject({ timeoutSeconds: 20.5, concurrency: 2, responseBytes: 8388608 })
    expect(parsed.ok && [...parsed.value.permissions.keys(), parsed.value.defaultProfile]).toEqual([
      'jobs:write_status',
      'technician',
    ])
  })

  test('keeps the digits of a pinned number', () => {
    const source = text(changed(`${T}/tools/1/arguments`, { pin: { id: 'ID' } })).replace('"ID"', '9007199254740993')
    const parsed = parseProfiles(source, URI)
    expect(parsed.ok && parsed.value.profiles.get('technician')?.tools[1]?.arguments.pin.id).toEqual({
      text: '9007199254740993',
    })
  })

  test.each([
    ['openapi.json', URI, 'file:///home/ada/openapi.json'],
    ['../specs/a b#1.json', URI, 'file:///home/specs/a%20b%231.json'],
    ['/etc/openapi.yaml', URI, 'file:///etc/openapi.yaml'],
    ['C:\\specs\\x.json', 'file:///C:/p/agent-profiles.json', 'file:///C:/specs/x.json'],
    ['specs\\x.json', 'file:///C:/p/agent-profiles.json', 'file:///C:/p/specs/x.json'],
    ['file:///srv/x.json', URI, 'file:///srv/x.json'],
    ['x.json', 'https://conf.example/a/agent-profiles.json', 'https://conf.example/a/x.json'],
    ['http://127.0.0.1:8080/x', URI, 'http://127.0.0.1:8080/x'],
    ['http://[::1]/x', URI, 'http://[::1]/x'],
    ['file:///etc/passwd', 'https://conf.example/agent-profiles.json', undefined],
    ['//evil.example/x.json', 'https://conf.example/agent-profiles.json', undefined],
    ['//share/x.json', URI, undefined],
  ])('contract %s of %s is %s', (contract, uri, want) => {
    const parsed = parseProfiles(text(changed(`${T}/upstream/contract`, contract)), uri)
    expect(parsed.ok ? parsed.value.profiles.get('technician')?.upstreams.get('')?.contract : undefined).toBe(want)
  })
})
