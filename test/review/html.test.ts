import { describe, expect, test } from 'vitest'
import { html, type Part, trusted } from '../../src/cli/review/html.ts'
import { visible } from '../../src/cli/review/visible.ts'
import { HOSTILE } from './workshop.ts'

describe('html', () => {
  test.each<{ given: Part; want: string }>([
    { given: 'a < b & "c" > \'d\'', want: 'a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;' },
    { given: 7, want: '7' },
    { given: undefined, want: '' },
    { given: ['<', ['>', undefined]], want: '&lt;&gt;' },
    { given: html`<b>${'<i>'}</b>`, want: '<b>&lt;i&gt;</b>' },
    { given: trusted('<hr>'), want: '<hr>' },
  ])('$want', ({ given, want }) => {
    expect(html`${given}`.markup).toBe(want)
    expect(html`<p title="${given}">`.markup).toBe(`<p title="${want}">`)
  })

  test('what only looks like HTML is text', () => {
    // what a parsed JSON value could be
    const forged = { markup: '<script>' } as unknown as Part
    expect(() => html`${forged}`.markup).toThrow()
  })

  test.each<{ given: () => unknown }>([
    { given: () => html`<${'b'}>` },
    { given: () => html`</${'b'}>` },
    { given: () => html`<p title=${'b'}>` },
    { given: () => html`<p title='${'b'}'>` },
    { given: () => html`<a href="${'javascript:1'}">` },
    { given: () => html`<p onclick="${'1'}">` },
    { given: () => html`<p style="${'1'}">` },
  ])('a place where no escaping helps is refused: $given', ({ given }) => {
    expect(given).toThrow('no place for a value')
  })
})

test('characters that do not show are shown', () => {
  expect(
    visible('a\u202eb\u200b\nc')
      .markup.replace(/<mark[^>]*>/g, '[')
      .replaceAll('</mark>', ']'),
  ).toBe('<bdi>a[\\u202e]b[\\u200b]\nc</bdi>')
})

test('no hostile text leaves a tag', () => {
  for (const text of HOSTILE) {
    const { markup } = html`${text}`
    expect(markup).not.toMatch(/[<>"']/)
  }
})
