/** The outcome of a test run → `N passed, N failed` as the last line that is printed. */
import { writeSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const passed = tests.filter((test) => test.result().state === 'passed').length
    // what breaks outside a test – a module that can't be loaded, a hook, a promise – has no test to fail
    const outside = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const failed =
      tests.filter((test) => test.result().state === 'failed').length +
      outside.filter((one) => one.errors().length > 0).length +
      unhandled.length
    process.once('exit', () => writeSync(1, `${passed} passed, ${failed} failed\n`))
  }
}
