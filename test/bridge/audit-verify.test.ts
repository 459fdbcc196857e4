import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { UpstreamRequest } from '../../src/upstream/model.ts'
import { toolOf } from '../tool/compiling.ts'
import { memoryLog, proofOf, trailOf } from './audit-log.ts'

const REQUEST: UpstreamRequest = { method: 'GET', origin: 'https://api.example', target: '/jobs', headers: [] }
const TOOL = toolOf({ path: '/jobs' })

/** opened, then two lines for each of two calls, closed. */
async function runOf(run: string, before: readonly string[] = []): Promise<readonly string[]> {
  const log = memoryLog(before)
  const trail = await trailOf(log, { run })
  for (const args of [{}, { limit: 2 }]) {
    const record = trail.call(TOOL, args)
    await record.started(REQUEST)
    await record.ended({ content: [], isError: false, status: 200 })
  }
  await trail.close()
  return log.lines.slice(before.length)
}

const a = await runOf('a')
const b = await runOf('b', a)
/** Begun when the file was empty: its lines may stand anywhere among those of `a`. */
const c = await runOf('c')
const edited = (line: string | undefined) => (line ?? '').replace('"test"', '"tset"')
const rehashed = (line: string) => line.replace(/"hash":"./, (found) => `"hash":"${found.endsWith('0') ? 1 : 0}`)
const swapped = (lines: readonly string[], at: number) => [
  ...lines.slice(0, at),
  lines[at + 1] ?? '',
  lines[at] ?? '',
  ...lines.slice(at + 2),
]
const without = (lines: readonly string[], ...at: readonly number[]) => lines.filter((_, index) => !at.includes(index))
const zipped = a.flatMap((line, index) => [line, c[index] ?? ''])

describe('a log', () => {
  test.each<{ name: string; given: readonly string[]; cut?: boolean; want: readonly string[] }>([
    { name: 'as it was written', given: a, want: [] },
    { name: 'of two processes, one after the other', given: [...a, ...b], want: [] },
    { name: 'of two processes at the same time', given: zipped, want: [] },
    { name: 'with nothing in it', given: [], want: ['(AUDIT_EMPTY)'] },
    { name: 'with an edited line', given: a.map((line, at) => (at === 2 ? edited(line) : line)), want: ['edited 3'] },
    {
      name: 'with another hash',
      given: a.map((line, at) => (at === 2 ? rehashed(line) : line)),
      want: ['edited 3', 'edited 4'],
    },
    { name: 'with an edited last line', given: [...a.slice(0, -1), edited(a.at(-1))], want: ['edited 6'] },
    { name: 'with a line taken out', given: without(a, 2), want: ['gap 3', '(unknown a 1)'] },
    { name: 'with the first line taken out', given: without(a, 0), want: ['gap 1'] },
    { name: 'with a whole run taken out', given: b, want: ['gap 1'] },
    { name: 'with a whole run taken out of several', given: [...c, ...b], want: ['gap 7'] },
    { name: 'with two lines swapped', given: swapped(a, 1), want: ['gap 2', 'order 3'] },
    { name: 'with a line twice', given: [...a.slice(0, 3), a[2] ?? '', ...a.slice(3)], want: ['order 4'] },
    { name: 'with a whole run twice', given: [...a, ...a], want: a.map((_, at) => `order ${at + 7}`) },
    { name: 'with a blank line', given: [...a.slice(0, 3), '', ...a.slice(3)], want: ['foreign 4'] },
    { name: 'with a line that somebody made up', given: [...a, '{"seq":6,"run":"a"}'], want: ['foreign 7'] },
    { name: 'with a half line at the end', given: [...a, (b[0] ?? '').slice(0, 50)], cut: true, want: ['half 7'] },
    { name: 'with a last line without its end', given: a, cut: true, want: ['half 6', '(open a)'] },
    { name: 'with its end cut off', given: a.slice(0, -1), want: ['(open a)'] },
    { name: 'of a process killed in a call', given: a.slice(0, 4), want: ['(open a)', '(unknown a 3)'] },
    { name: 'of two, of which one was killed', given: [...a, ...b.slice(0, 3)], want: ['(open b)'] },
  ])('$name', ({ given, cut, want }) => {
    expect(proofOf(given, cut)).toEqual(want)
  })

  test('any one changed character shows', () => {
    const lines = [...a, ...b]
    fc.assert(
      fc.property(
        fc.nat(lines.length - 1),
        fc.nat(),
        fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
        (at, place, character) => {
          const line = lines[at] ?? ''
          const index = place % line.length
          fc.pre(line[index] !== character)
          const changed = lines.with(at, line.slice(0, index) + character + line.slice(index + 1))
          expect(proofOf(changed).filter((found) => !found.startsWith('('))).not.toEqual([])
        },
      ),
    )
  })

  test('any lines taken out show, but for the last', () => {
    const lines = [...a, ...b]
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(lines.length - 2), { minLength: 1 }), (out) => {
        expect(proofOf(without(lines, ...out)).filter((found) => !found.startsWith('('))).not.toEqual([])
      }),
    )
  })
})
