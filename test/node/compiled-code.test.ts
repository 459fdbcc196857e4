import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import module from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const BRIDGE = fileURLToPath(new URL('../../bin/bridge.js', import.meta.url))

// node 22.1 is the first that can
test.skipIf(!('enableCompileCache' in module))("compiled code is kept in the user's folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-cache-'))
  try {
    const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_CACHE_HOME: folder, LOCALAPPDATA: folder }
    await new Promise((resolve) => execFile(process.execPath, [BRIDGE, '--version'], { env }, resolve))
    expect(
      await readdir(join(folder, 'drawbridge', ...(process.platform === 'win32' ? ['cache'] : []), 'compiled')),
    ).not.toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
