/** The program: arguments in, exit code out. What it does is loaded once it is known. */
import { fileURLToPath } from 'node:url'
import { createCompiledCode } from '../node/compiled-code.ts'
import { createEnvironment } from '../node/environment.ts'
import { plainStart } from './plain-start.ts'

const code = createCompiledCode(createEnvironment())
const args = process.argv.slice(2)
// clients wait for a start, and it needs nothing of the other commands
const start = plainStart(args)
const run = start === undefined ? runProgram() : runStart(start)
void run.then((exitCode) => {
  code.keep()
  // a client may keep the input open, and kept-alive connections would hold the process
  process.exit(exitCode)
})

async function runStart(plain: NonNullable<typeof start>): Promise<number> {
  // the build makes this file of that module
  const file = fileURLToPath(new URL('./chunks/cli-run-start.cjs', import.meta.url))
  const { runStart } = code.load(file) as typeof import('./run-start.ts')
  return runStart(plain)
}

async function runProgram(): Promise<number> {
  const { runProgram } = await import('./run-program.ts')
  return runProgram(args)
}
