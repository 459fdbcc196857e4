/** A command that serves MCP over stdio → a session with it that knows when each answer came. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'

export function openSession(args, env) {
  const started = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'], env })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const waiting = new Map()
  let parts = []
  let id = 0

  child.stdout.on('data', (chunk) => {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end))
      start = end + 1
      const message = JSON.parse(Buffer.concat(parts).toString())
      parts = []
      waiting.get(message.id)?.(message)
      waiting.delete(message.id)
    }
    parts.push(chunk.subarray(start))
  })

  const write = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const request = async (method, params) => {
    const answered = new Promise((resolve) => waiting.set(++id, resolve))
    write({ id, method, params })
    const { error, result } = await Promise.race([answered, exited.then(() => ({ error: 'it ended' }))])
    if (error !== undefined || result.isError === true) throw new Error(`${method}: ${JSON.stringify(error ?? result)}`)
    return result
  }

  return {
    request,
    /** Milliseconds from the start of the process to the answers to `initialize` and `tools/list`. */
    async start() {
      const clientInfo = { name: 'bench', version: '0' }
      await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo })
      const initialize = performance.now() - started
      write({ method: 'notifications/initialized' })
      await request('tools/list')
      return { initialize, list: performance.now() - started }
    },
    /** The most memory that it has had so far, in MB; NaN on systems that don't tell. */
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) / 1024
    },
    async close() {
      child.stdin.end()
      await exited
    },
  }
}
