/** What the bridge has written while a client ran it, from the copies that the tap kept. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * @param {string} folder
 * @returns {Promise<{ stdout: readonly string[], stderr: readonly string[] }>} One text for each process of the bridge.
 */
export async function readTranscript(folder) {
  const names = await readdir(folder)
  const copies = (of) =>
    Promise.all(names.filter((name) => name.startsWith(of)).map((name) => readFile(join(folder, name), 'utf8')))
  return { stdout: await copies('stdout.'), stderr: await copies('stderr.') }
}

/** The first line of a stdout that is no JSON-RPC message, or undefined. */
export function foreignLine(stdout) {
  const lines = stdout.split('\n')
  const rest = lines.pop()
  return rest === '' ? lines.find((line) => !isMessage(line)) : rest
}

function isMessage(line) {
  try {
    const value = JSON.parse(line)
    return value?.jsonrpc === '2.0' && ('method' in value || 'result' in value || 'error' in value)
  } catch {
    return false
  }
}
