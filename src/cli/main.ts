/** The program: arguments in, exit code out. What it does is loaded once it is known. */
import { keepCompiledCode } from '../node/compiled-code.ts'
import { plainStart } from './plain-start.ts'

keepCompiledCode()
const args = process.argv.slice(2)
// clients wait for a start, and it needs nothing of the other commands
const start = plainStart(args)
const run = start === undefined ? runProgram() : runStart(start)
// a client may keep the input open, and kept-alive connections would hold the process
process.exit(await run)

async function runStart(plain: NonNullable<typeof start>): Promise<number> {
  const { runStart } = await import('./run-start.ts')
  return runStart(plain)
}

async function runProgram(): Promise<number> {
  const { runProgram } = await import('./run-program.ts')
  return runProgram(args)
}
