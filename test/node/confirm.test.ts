import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirm } from '../../src/node/confirm.ts'

test.each([
  ['y\n', true],
  ['YES\n', true],
  [' yes \n', true],
  ['\n', false],
  ['no\n', false],
  ['yesterday\n', false],
  ['', false],
])('%j is %s', async (typed, want) => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  input.end(typed)
  expect(await confirm('Replace it?', input, output)).toBe(want)
  expect(String(output.read())).toContain('Replace it? [y/N]')
})
