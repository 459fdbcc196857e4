/** Stands between a client and the bridge: passes everything on and keeps a copy of what the bridge has written. */
import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = '', ...command] = process.argv.slice(2)
// the input is inherited: the bridge itself sees how the client ends it
const child = spawn(process.execPath, command, { stdio: ['inherit', 'pipe', 'pipe'] })

for (const name of ['stdout', 'stderr']) {
  child[name].on('data', (chunk) => {
    appendFileSync(join(folder, `${name}.${process.pid}`), chunk)
    process[name].write(chunk)
  })
  // a client that has gone reads no more; the copy goes on
  process[name].on('error', () => {})
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.once('close', (code, signal) => {
  process.exitCode = signal === null ? code : 1
})
