import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { EXAMPLES, examplesText } from '../../src/cli/examples.ts'
import { createProgram } from '../../src/cli/program.ts'

/** As a shell would split it: double and single quotes hold words together. */
function wordsOf(line: string): readonly string[] {
  const parts = line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []
  return parts.map((part) => part.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
}

const names = (program: Command) =>
  program
    .createHelp()
    .visibleCommands(program)
    .map((one) => one.name())

describe('examples of the help', () => {
  const program = createProgram(async () => {})

  test('every command has one', () => {
    const without = names(program).filter((name) => name !== 'help' && EXAMPLES[name] === undefined)
    expect(without).toEqual([])
  })

  test('and no other', () => {
    expect(Object.keys(EXAMPLES).filter((name) => !names(program).includes(name))).toEqual([])
  })

  test.each(Object.entries(EXAMPLES).flatMap(([name, all]) => all.map(({ line }) => ({ name, line }))))(
    'bridge $line',
    async ({ name, line }) => {
      let runs = 0
      const fresh = createProgram(async () => {
        runs++
      })
      for (const one of [fresh, ...fresh.commands]) one.exitOverride().configureOutput({ writeErr: () => {} })
      await fresh.parseAsync([...wordsOf(line)], { from: 'user' })
      expect(runs).toBe(1)
      expect(line.split(' ')[0]).toBe(name)
    },
  )

  test('no line is wider than a terminal', () => {
    for (const name of Object.keys(EXAMPLES)) {
      for (const line of examplesText(name).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    }
  })
})
