import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replaceFile } from '../../src/node/replace-file.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bridge-replace-'))
  path = join(folder, 'a.lock.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a new file', async () => {
  expect(await replaceFile(path, 'new')).toEqual({ ok: true, value: undefined })
  expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['new', ['a.lock.json']])
})

test.skipIf(process.platform === 'win32')('another content under the same mode', async () => {
  await writeFile(path, 'old')
  await chmod(path, 0o640)
  await replaceFile(path, 'new')
  expect([await readFile(path, 'utf8'), (await stat(path)).mode & 0o777]).toEqual(['new', 0o640])
})

test.skipIf(process.platform === 'win32')('a symbolic link is replaced, not written through', async () => {
  const target = join(folder, 'target')
  await writeFile(target, 'theirs')
  await symlink(target, path)
  await replaceFile(path, 'ours')
  expect([await readFile(target, 'utf8'), (await lstat(path)).isSymbolicLink()]).toEqual(['theirs', false])
})

test('what stands in the way is said, and nothing is left behind', async () => {
  const absent = await replaceFile(join(folder, 'gone', 'a.json'), 'new')
  expect(absent).toEqual({ ok: false, error: expect.stringContaining('ENOENT') })
  const directory = await replaceFile(folder, 'new')
  expect(directory.ok).toBe(false)
  expect(await readdir(folder)).toEqual([])
})
