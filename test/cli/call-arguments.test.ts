import { describe, expect, test } from 'vitest'
import { readArguments } from '../../src/cli/call-arguments.ts'
import { ExactNumber } from '../../src/lib/json.ts'
import { messageOf } from '../../src/problem/format.ts'

describe('arguments as typed', () => {
  test.each<{ given: { args?: string; pairs: readonly string[] }; want: unknown }>([
    { given: { pairs: [] }, want: {} },
    { given: { pairs: ['a=1', 'b='] }, want: { a: '1', b: '' } },
    { given: { pairs: ['a=b=c', 'd=x:=y'] }, want: { a: 'b=c', d: 'x:=y' } },
    { given: { pairs: ['a:=1', 'b:=["x"]', 'c:="t"', 'd:=null'] }, want: { a: 1, b: ['x'], c: 't', d: null } },
    { given: { pairs: ['a:=9007199254740993'] }, want: { a: new ExactNumber('9007199254740993') } },
    { given: { pairs: ['a=two\nlines'] }, want: { a: 'two\nlines' } },
    { given: { args: '{"a":1,"b":2}', pairs: ['b=3'] }, want: { a: 1, b: '3' } },
    { given: { pairs: ['constructor=1'] }, want: { constructor: '1' } },
  ])('$given', ({ given, want }) => {
    expect(readArguments(given)).toEqual({ ok: true, value: want, problems: [] })
  })

  test.each<{ given: { args?: string; pairs: readonly string[] }; want: string }>([
    { given: { pairs: ['a'] }, want: 'a is not name=value' },
    { given: { pairs: ['=1'] }, want: '=1 is not name=value' },
    { given: { pairs: ['a:={x}'] }, want: 'a: it is not valid JSON' },
    { given: { pairs: ['a:={"b":1,"b":2}'] }, want: 'a: the key "b" occurs twice' },
    { given: { pairs: ['a=1', 'a=2'] }, want: `a is given twice; a list is a:='["a", "b"]'` },
    { given: { args: '[1]', pairs: [] }, want: 'it is not a JSON object' },
    { given: { args: '{', pairs: [] }, want: 'it is not valid JSON' },
  ])('$given', ({ given, want }) => {
    const read = readArguments(given)
    expect(read.problems.map(messageOf)).toEqual([`the arguments can't be read: ${want}`])
  })
})
