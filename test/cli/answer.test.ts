import { describe, expect, test } from 'vitest'
import { answerText } from '../../src/cli/report/answer.ts'
import { tableText } from '../../src/cli/report/table.ts'

const text = (value: unknown) =>
  [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }] as const

describe('json', () => {
  test.each([
    { given: '{"id":9007199254740993,"x":1.50}', want: '{\n  "id": 9007199254740993,\n  "x": 1.5\n}\n' },
    { given: '[]', want: '[]\n' },
    { given: '{"a":[],"b":{}}', want: '{\n  "a": [],\n  "b": {}\n}\n' },
    { given: '"\u202e\u{e0041}"', want: '"\\u202e\\udb40\\udc41"\n' },
    { given: '"\\\\u{e0041}"', want: '"\\\\u{e0041}"\n' },
  ])('$given', ({ given, want }) => {
    const shown = answerText(text(given), 'json', undefined)
    expect(shown).toBe(want)
    expect(JSON.parse(shown)).toEqual(JSON.parse(given))
  })

  test('an answer that is no JSON, and one with a note, are what the model gets', () => {
    const plain = text('Done.')
    expect(JSON.parse(answerText(plain, 'json', undefined))).toEqual(plain)
    const cut = [...text([1]), { type: 'text', text: 'cut here' }] as const
    expect(JSON.parse(answerText(cut, 'json', undefined))).toEqual(cut)
  })
})

const JOBS = [
  { id: 'job_1', title: 'Front brake pads', done: true, note: null },
  { id: 'job_22', title: '前ブレーキ', hours: 1.5, parts: ['pad', 'clip'] },
]

describe('table', () => {
  test('a list of objects; wide characters take two cells', () => {
    expect(answerText(text(JOBS), 'table', 80)).toBe(
      [
        'id      title             done  note  hours  parts',
        '------  ----------------  ----  ----  -----  --------------',
        'job_1   Front brake pads  true',
        'job_22  前ブレーキ                    1.5    ["pad","clip"]',
        '',
      ].join('\n'),
    )
  })

  test('an object that has one; what stands beside it follows', () => {
    expect(answerText(text({ total: 7, jobs: [{ id: 1 }], next: null }), 'table', 80)).toBe(
      'id\n--\n1\n\ntotal: 7\nnext: \n',
    )
  })

  test.each([{ given: {} }, { given: [] }, { given: [1, 2] }, { given: { a: [{}], b: [{}] } }, { given: 'words' }])(
    'what is no table is text: $given',
    ({ given }) => {
      expect(answerText(text(given), 'table', 80)).toBe(answerText(text(given), 'text', 80))
    },
  )

  test('a name or a value can not act, nor begin a line of its own', () => {
    const shown = answerText(text([{ 'a\nb': '\u001b[31mred\nnext' }]), 'table', 80)
    expect(shown.split('\n')).toHaveLength(4)
    expect(shown).not.toContain('\u001b')
  })
})

describe('widths', () => {
  const head = ['id', 'title', 'description']
  const rows = [
    ['1', 'Brakes', 'Pads and discs in front, with the sensors that belong to them'],
    ['2', '前ブレーキパッドとディスク', 'short'],
  ]

  test.each([200, 80, 60, 40, 24])('%d: no line is wider', (width) => {
    for (const line of tableText(head, rows, width).split('\n')) {
      const cells = [...line].reduce((sum, one) => sum + (/[\u3000-\u9fff]/.test(one) ? 2 : 1), 0)
      expect(cells).toBeLessThanOrEqual(width)
    }
  })

  test('too narrow for columns: one cell on a line', () => {
    expect(tableText(['one', 'another', 'a third'], [['1', 'some text', 'more text']], 12)).toBe(
      'one: 1\nanother: some text\na third: more text\n',
    )
  })

  test('where nobody looks, nothing is cut', () => {
    expect(tableText(head, rows, undefined)).toContain(rows[0]?.[2])
  })
})
