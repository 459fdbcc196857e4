import fc from 'fast-check'
import { expect, test } from 'vitest'
import { render } from '../../src/response/render.ts'
import type { Header } from '../../src/upstream/model.ts'
import { answer, call, DECLARES_JSON, TOKEN } from './call.ts'

const FORMS = [TOKEN, btoa(TOKEN), btoa(`:${TOKEN}`), encodeURIComponent(TOKEN), JSON.stringify({ a: { b: [TOKEN] } })]
const BODY_TYPES = ['application/json', 'text/html', 'text/plain', 'image/png', 'application/pdf', `text/${TOKEN}`]
const HEADERS: readonly ((form: string) => Header)[] = [
  (form) => ['location', `/x/${form}`],
  (form) => ['location', `https://${form}.example/`],
  (form) => ['link', `</api/jobs?k=${form}>; rel=next`],
  (form) => ['www-authenticate', `Bearer realm="${form}"`],
  (form) => ['x-request-id', form],
  (form) => ['content-range', form],
]
/** What would be a leak: a third of the token, raw or as base64 at either offset. */
const CANARIES = [TOKEN, btoa(TOKEN), btoa(`:${TOKEN}`).slice(2)].flatMap((text) =>
  Array.from({ length: text.length - 9 }, (_, at) => text.slice(at, at + 10)),
)

test('wherever an upstream echoes the token, no result has it, cut or not', () => {
  const filler = fc.string({ maxLength: 30 })
  fc.assert(
    fc.property(
      fc.constantFrom(200, 201, 202, 206, 302, 400, 401, 403, 404, 500),
      fc.constantFrom(...FORMS),
      fc.constantFrom(...BODY_TYPES),
      fc.array(fc.constantFrom(...HEADERS), { maxLength: 3 }),
      fc.tuple(filler, filler),
      fc.record({ resultCharacters: fc.integer({ min: 1, max: 90 }), json: fc.boolean(), path: fc.boolean() }),
      (status, form, type, headers, [before, behind], { resultCharacters, json, path }) => {
        const context = call({
          resultCharacters,
          target: path ? `/api/${'x'.repeat(280)}${form.replaceAll(/[^\w-]/g, '')}` : '/api/jobs',
          declares: json ? DECLARES_JSON : [],
        })
        const body = `${before} ${form} ${behind}`
        const given = answer(status, body, [['content-type', type], ...headers.map((header) => header(form))])
        const said = JSON.stringify(render(context, given))
        for (const canary of CANARIES) expect(said).not.toContain(canary)
      },
    ),
    { numRuns: 1000 },
  )
})

test('nor where reading stopped in the middle of it', () => {
  for (let end = 6; end < TOKEN.length; end++) {
    const given = answer(200, `{"headers":{"token":"${TOKEN.slice(0, end)}`, undefined, true)
    expect(JSON.stringify(render(call(), given))).not.toContain(TOKEN.slice(0, end))
  }
})
