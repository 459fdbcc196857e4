/** Runs one program to its end in an environment of its own, with a deadline for its whole process group. */
import { spawn } from 'node:child_process'

/** A port that nothing serves: whatever a client wants from the internet fails at once. */
const NOWHERE = 'http://127.0.0.1:9'

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
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Record<string, string>, seconds: number }} options
 * @returns {Promise<{ exit: number | string, stdout: string, stderr: string }>} `exit` is the signal's name where one ended it.
 */
export function run(program, args, { cwd, env, seconds }) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const deadline = setTimeout(() => killGroup(child.pid), seconds * 1000)
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      output[name] += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      clearTimeout(deadline)
      reject(error)
    })
    child.once('close', (code, signal) => {
      clearTimeout(deadline)
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
