import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Entry {
  readonly resolved?: string
  readonly integrity?: string
}

const REGISTRY = 'https://registry.npmjs.org/'

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))

test('whatever is installed comes from the registry, by its digest', () => {
  const packages: Readonly<Record<string, Entry>> = read('package-lock.json').packages
  const others = Object.entries(packages).filter(([path]) => path !== '')
  expect(others.length).toBeGreaterThan(50)
  const wrong = others.filter(
    ([, { resolved = REGISTRY, integrity = '' }]) =>
      !resolved.startsWith(REGISTRY) || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity),
  )
  expect(wrong.map(([path]) => path)).toEqual([])
})

test('the package asks for no other, and runs nothing when it is installed', () => {
  const { scripts, dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = read('package.json')
  expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([])
  expect({ ...dependencies, ...optionalDependencies, ...peerDependencies }).toEqual({})
})
