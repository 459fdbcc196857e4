import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderPart } from '../../src/response/continue.ts'
import { render } from '../../src/response/render.ts'
import { createTextStore } from '../../src/response/text-store.ts'
import type { UpstreamResponse } from '../../src/upstream/model.ts'
import { answer, call, TOKEN, texts, typed } from './call.ts'

const NEXT = /call read_more with (\{"handle":"[0-9a-f]{32}","offset":\d+\})/

/** The parts of an answer, each asked for as the one before says, and what is said of the last. */
function parts(response: UpstreamResponse, resultCharacters: number) {
  const store = createTextStore()
  const [first = '', ...said] = texts(render({ ...call({ resultCharacters }), keep: store.keep }, response))
  const shown = [first]
  let last = said.join('\n')
  for (let next = NEXT.exec(last); next !== null; next = NEXT.exec(last)) {
    const { handle, offset } = JSON.parse(next[1] ?? '')
    const kept = store.find(handle)
    if (kept === undefined) throw new Error('nothing is kept')
    const [part = '', statement = ''] = texts(renderPart(kept, handle, offset, resultCharacters))
    shown.push(part)
    last = statement
  }
  return { shown, last }
}

describe('the parts together are the whole', () => {
  test('of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 40 }), fc.boolean(), (value, limit, pretty) => {
        const text = JSON.stringify(value, undefined, pretty ? 2 : 0)
        const { shown } = parts(answer(200, text), limit)
        expect(shown.join('')).toBe(text)
        for (const part of shown) expect(part.length).toBeLessThanOrEqual(Math.max(limit, 2))
      }),
    )
  })

  test('of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        expect(parts(answer(200, text, typed('text/plain; charset=utf-8')), limit).shown.join('')).toBe(
          text.replace(/^\ufeff/, ''),
        )
      }),
    )
  })
})

test('a list is cut after an element in each part', () => {
  const items = Array.from({ length: 60 }, (_, id) => ({ id, name: `job ${id}` }))
  const { shown, last } = parts(answer(200, JSON.stringify(items)), 300)
  expect(shown.length).toBeGreaterThan(4)
  for (const part of shown.slice(1)) expect(part).toMatch(/^,\{"id":\d+,"name":"job \d+"\}/)
  expect(last).toMatch(/This is the end\.$/)
})

test('what was not read is not promised', () => {
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('')
  const { shown, last } = parts(answer(200, `${lines}${TOKEN.slice(0, -2)}`, typed('text/plain'), true), 60)
  expect(shown.join('')).toBe(lines)
  expect(last).toMatch(/The upstream had more, which was not read\.$/)
})

test('nothing is kept of what fits, nor where nobody asks', () => {
  let kept = 0
  const keep = () => {
    kept++
    return undefined
  }
  render({ ...call(), keep }, answer(200, '{"a":1}'))
  expect(kept).toBe(0)
  expect(texts(render(call({ resultCharacters: 5 }), answer(200, '[1,2,3,4,5]'))).join('')).not.toContain('read_more')
})

test('what is kept is redacted', () => {
  const store = createTextStore()
  const context = { ...call({ resultCharacters: 10 }), keep: store.keep }
  const said = texts(render(context, answer(200, `0123456789 and ${TOKEN}`, typed('text/plain')))).join('')
  const { handle } = JSON.parse(NEXT.exec(said)?.[1] ?? '')
  expect(store.find(handle)?.text).toBe('0123456789 and [redacted]')
})

test('an offset within a character gives the character', () => {
  const kept = { text: 'a😀b', isJson: false, incomplete: false }
  expect(texts(renderPart(kept, 'h', 2, 10))[0]).toBe('😀b')
})
