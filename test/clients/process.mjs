/** Runs one program to its end in an environment of its own, with a deadline for its whole process group. */
import { spawn } from 'node:child_process'

/** A port that nothing serves: whatever a client wants from the internet fails at once. */
const NOWHERE = 'http://127.0.0.1:9'

/** The process groups that run now. */
const running = new Set()
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
]) {
  // a group of its own does not get the terminal's signals
  process.once(signal, () => {
    for (const pid of running) killGroup(pid)
    process.exit(128 + number)
  })
}

/** An environment with nothing of the developer's: no keys, no settings, no way out of this computer. */
export function closedEnvironment(home, variables = {}) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    NO_COLOR: '1',
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    NO_PROXY: '127.0.0.1,localhost',
    ...variables,
  }
}

/**
 * @typedef {object} Run
 * @property {number | string} exit The signal's name where one ended it, the error's code where it did not start.
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Record<string, string>, seconds: number }} options
 * @returns {Promise<Run>}
 */
export function run(program, args, { cwd, env, seconds }) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      output[name] += chunk
    })
  }
  const { pid } = child
  if (pid === undefined) {
    return new Promise((resolve) => child.once('error', ({ code }) => resolve({ exit: code, ...output })))
  }
  running.add(pid)
  const deadline = setTimeout(() => killGroup(pid), seconds * 1000)
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(deadline)
      running.delete(pid)
      resolve({ exit: code ?? signal, ...output })
    })
  })
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // it has ended by itself in the meantime
    if (error.code !== 'ESRCH') throw error
  }
}
