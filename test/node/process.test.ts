import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createEnvironment } from '../../src/node/environment.ts'
import { createLog } from '../../src/node/log.ts'
import { createTerminal, type TextStream } from '../../src/node/terminal.ts'
import { tlsProblem } from '../../src/node/tls-problem.ts'
import { version } from '../../src/node/version.ts'

test('an empty variable counts as unset, and names of the prototype are names', () => {
  const environment = createEnvironment({ TOKEN: 'fake', EMPTY: '' })
  expect(['TOKEN', 'EMPTY', 'NONE', 'toString', '__proto__'].map(environment.get)).toEqual([
    'fake',
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('a variable that is taken is gone', () => {
  const variables = { TOKEN: 'fake', OTHER: 'stays' }
  const environment = createEnvironment(variables)
  expect([environment.take('TOKEN'), environment.take('TOKEN'), environment.take('NONE')]).toEqual([
    'fake',
    undefined,
    undefined,
  ])
  expect(variables).toEqual({ OTHER: 'stays' })
})

test.each([
  ['0', 'TLS_VERIFICATION_DISABLED'],
  ['1', undefined],
  ['', undefined],
  [undefined, undefined],
])('NODE_TLS_REJECT_UNAUTHORIZED=%s', (value, want) => {
  expect(tlsProblem(value === undefined ? {} : { NODE_TLS_REJECT_UNAUTHORIZED: value })?.code).toBe(want)
})

test("the version is the package's", () => {
  const { version: want } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(version).toBe(want)
})

/** A stream that remembers, and that can lose its reader. */
function remembering(options: { readonly isTTY?: boolean } = {}): TextStream & { text: string; fail(): void } {
  const listeners: (() => void)[] = []
  return {
    ...options,
    text: '',
    write(text, written) {
      this.text += text
      written()
      return true
    },
    on: (_event, listener) => listeners.push(listener),
    fail: () => {
      for (const listener of listeners) listener()
    },
  }
}

test.each<[boolean, Record<string, string>, boolean]>([
  [true, {}, true],
  [true, { NO_COLOR: '' }, true],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '0' }, false],
  [true, { TERM: 'dumb' }, false],
  [false, {}, false],
])('terminal %s with %j: colour is %s', (isTTY, variables, colour) => {
  const terminal = createTerminal({ stdout: remembering({ isTTY }), stderr: remembering() }, variables)
  expect([terminal.out.colour, terminal.out.interactive, terminal.err.colour]).toEqual([colour, isTTY, false])
})

test('a reader that leaves is no error', async () => {
  const stdout = remembering()
  const { out } = createTerminal({ stdout, stderr: remembering() }, {})
  out.write('one\n')
  stdout.fail()
  out.write('two\n')
  await out.flush()
  expect(stdout.text).toBe('one\n')
})

test('a log line stays one line', () => {
  const stderr = remembering()
  createLog(createTerminal({ stdout: remembering(), stderr }, {}).err).line('a\nb\u001b[31m\u202e')
  expect(stderr.text).toBe('drawbridge: a\\u000ab\\u001b[31m\\u202e\n')
})
