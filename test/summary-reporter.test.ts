import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const REPORTER = fileURLToPath(new URL('summary-reporter.ts', import.meta.url))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-summary-'))
  const config = `import { SummaryReporter } from ${JSON.stringify(REPORTER)}
    export default { test: { globals: true, include: ['*.js'], reporters: ['default', new SummaryReporter()] } }`
  await writeFile(join(folder, 'vitest.config.mjs'), config)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What a run of these test files ends with. */
async function run(files: Readonly<Record<string, string>>): Promise<{ exit: number; last: string | undefined }> {
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [VITEST, 'run', '--root', folder], (_, stdout) =>
      resolve({ exit: child.exitCode ?? -1, last: stdout.trimEnd().split('\n').at(-1) }),
    )
  })
}

const PASSES = "test('a', () => {})\ntest.skip('b', () => {})\ndescribe('c', () => { test('d', () => {}) })"

test.each([
  { given: { 'a.js': PASSES }, want: { exit: 0, last: '2 passed, 0 failed' } },
  {
    given: { 'a.js': PASSES, 'b.js': "test('e', () => { throw new Error('no') })" },
    want: { exit: 1, last: '2 passed, 1 failed' },
  },
  {
    given: {
      'a.js': PASSES,
      'b.js': "import './gone.js'",
      'c.js': 'beforeAll(() => { throw 1 })\ntest("f", () => {})',
    },
    want: { exit: 1, last: '2 passed, 2 failed' },
  },
  { given: { 'a.js': `${PASSES}\nPromise.reject(1)` }, want: { exit: 1, last: '2 passed, 1 failed' } },
])('ends with $want.last', async ({ given, want }) => {
  expect(await run(given)).toEqual(want)
})
