import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '../../src/response/redact.ts'
import { render } from '../../src/response/render.ts'
import { Secret } from '../../src/upstream/secret.ts'
import { createLeakScan } from '../soak/leak-scan.ts'
import { answer, call, TOKEN } from './call.ts'

const SECRET = 'fake+t0ken/"<&>=0123456789'
const redact = createRedactor([new Secret(SECRET), new Secret('fake-other-secret')])

describe('a beginning of a secret where the text breaks off', () => {
  test.each([
    { given: 'a fake+t0k', want: 'a [redacted]' },
    { given: 'a fake+t0ken/"', want: 'a [redacted]' },
    { given: 'a fake+t0', want: 'a fake+t0' },
    { given: `a ${SECRET}`, want: 'a [redacted]' },
    { given: `a ${SECRET} b`, want: 'a [redacted] b' },
    { given: `${SECRET} fake-other-`, want: '[redacted] [redacted]' },
    { given: `{"t":"${JSON.stringify(SECRET).slice(1, 14)}`, want: '{"t":"[redacted]' },
    { given: `?t=${encodeURIComponent(SECRET).slice(0, 14)}`, want: '?t=[redacted]' },
    { given: '', want: '' },
  ])('$given', ({ given, want }) => {
    expect(redact(given, true)).toBe(want)
  })

  test('is left where it does not', () => {
    expect(redact('a fake+t0ken/')).toBe('a fake+t0ken/')
  })

  test('wherever it breaks off, and whatever the secret is inside of', () => {
    const found = createLeakScan([SECRET])
    const forms = [
      SECRET,
      encodeURIComponent(SECRET),
      JSON.stringify(SECRET),
      btoa(`Bearer ${SECRET}`),
      btoa(`u:${SECRET}`),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.string(), fc.nat(), (form, before, at) => {
        expect(found(redact(before + form.slice(0, at % (form.length + 1)), true))).toBeUndefined()
      }),
    )
  })
})

describe('an answer', () => {
  const half = `{"a":1,"token":"${TOKEN.slice(0, -3)}`
  test.each([
    { name: 'that is longer than is read', given: answer(200, half, [['content-type', 'application/json']], true) },
    { name: 'of text that is', given: answer(200, half, [['content-type', 'text/plain']], true) },
    { name: 'that breaks off unnoticed', given: answer(200, half, [['content-type', 'application/json']]) },
    { name: 'with an error status', given: answer(500, half, [['content-type', 'application/json']], true) },
    { name: 'of a page', given: answer(502, `<p>${half}`, [['content-type', 'text/html']], true) },
  ])('$name does not show half a token', ({ given }) => {
    const shown = JSON.stringify(render(call(), given))
    expect(shown).not.toContain(TOKEN.slice(0, 8))
  })
})
