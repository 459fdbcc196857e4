/** A path → one process at a time: whoever makes the file holds the lock, and one that is left behind is taken over. */
import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { errorCode } from './file-fault.ts'

/** Milliseconds. Longer than anything that is done under a lock. */
const LIFE_MS = 30_000
const PATIENCE_MS = LIFE_MS + 5_000
const POLL_MS = 40

/** Runs `work` alone; undefined where the lock could not be had in time. @throws what the file system says */
export async function withProcessLock<V>(path: string, work: () => Promise<V>): Promise<V | undefined> {
  const own = `${process.pid} ${hostname()} ${randomUUID()}`
  const until = performance.now() + PATIENCE_MS
  while (!(await take(path, own))) {
    if (performance.now() > until) return undefined
    await pause(POLL_MS)
  }
  try {
    return await work()
  } finally {
    if ((await holderOf(path)) === own) await rm(path, { force: true })
  }
}

async function take(path: string, own: string): Promise<boolean> {
  try {
    await writeFile(path, own, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
  const holder = await holderOf(path)
  if (holder !== undefined && (await isLeftBehind(path, holder))) await remove(path, holder)
  return false
}

/** Somebody may have taken it over meanwhile: what was moved away by mistake is put back. */
async function remove(path: string, holder: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    if ((await holderOf(aside)) !== holder) await link(aside, path)
  } catch (error) {
    if (errorCode(error) === undefined) throw error
  } finally {
    await rm(aside, { force: true })
  }
}

async function isLeftBehind(path: string, holder: string): Promise<boolean> {
  const [, pid = '', host] = /^(\d+) (\S*) /.exec(holder) ?? []
  if (host === hostname() && pid !== '' && !isRunning(Number(pid))) return true
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > LIFE_MS
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}

async function holderOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return undefined
  }
}
