import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/contract/document.ts'
import type { Problem } from '../../src/problem/problem.ts'
import { read, URI } from './read.ts'

/** A problem as data: its code, its facts and its place, the document's URL left out. */
function plain({ code, args, at: { source: _source, uri: _uri, ...at } }: Problem): unknown {
  return { code, ...args, ...at }
}

async function rootOf(text: string): Promise<unknown> {
  const document = await parseDocument(Buffer.from(text), URI)
  return document.ok ? document.value.root : document.problems.map(plain)
}

describe('the content decides the language', () => {
  test.each([
    { given: '{"a": [1, 1.5, true, null, "x"]}', want: { a: [1, 1.5, true, null, 'x'] } },
    { given: '\ufeff{"a": 1}', want: { a: 1 } },
    { given: 'a:\n  - 1\n  - b: c\n', want: { a: [1, { b: 'c' }] } },
    { given: '\ufeffa: 1\n', want: { a: 1 } },
    { given: '# first\n---\na: 1\n...\n', want: { a: 1 } },
    { given: '{a: 1, b: [x, y,],}', want: { a: 1, b: ['x', 'y'] } },
    { given: '{"a": 1, // no JSON\n}', want: { a: 1, '// no JSON': null } },
  ])('$given', async ({ given, want }) => {
    expect(await rootOf(given)).toEqual(want)
  })
})

describe('scalars of YAML 1.2 core', () => {
  test.each([
    ['2024-02-30', '2024-02-30'],
    ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
    ['no', 'no'],
    ['On', 'On'],
    ['yes', 'yes'],
    ['y', 'y'],
    ['True', true],
    ['0123', 123],
    ['0o17', 15],
    ['0x1F', 31],
    ['1_000', '1_000'],
    ['12:30:45', '12:30:45'],
    ['1e3', 1000],
    ['~', null],
    ['', null],
    ['"~"', '~'],
    ['.inf', null],
    ['-.INF', null],
    ['.nan', null],
    ['!!str 5', '5'],
    ['|\n    two\n    lines', 'two\nlines\n'],
  ])('%s', async (given, want) => {
    expect(await rootOf(`a: ${given}`)).toEqual({ a: want })
  })

  test('a directive does not bring YAML 1.1 back', async () => {
    expect(await rootOf('%YAML 1.1\n---\na: no\n')).toEqual({ a: 'no' })
  })
})

describe('names', () => {
  test.each([
    { given: '200: a\nno: b\n1.0: c\nnull: d\n2024-01-01: e', want: ['200', 'no', '1.0', 'null', '2024-01-01'] },
    { given: '__proto__: {polluted: 1}\nconstructor: b\ntoString: c', want: ['__proto__', 'constructor', 'toString'] },
    { given: '{"__proto__": {"polluted": 1}, "constructor": 1}', want: ['__proto__', 'constructor'] },
  ])('$given', async ({ given, want }) => {
    const document = await parseDocument(Buffer.from(given), URI)
    expect(document.ok && Object.keys(document.value.root).sort()).toEqual([...want].sort())
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('aliases and merge keys', () => {
  test.each([
    { given: 'a: &x {b: 1}\nc: *x\nd: [*x, *x]', want: { a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }, { b: 1 }] } },
    { given: 'a: &x 1\nb: &x 2\nc: *x', want: { a: 1, b: 2, c: 2 } },
    { given: 'a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}', want: { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } } },
    {
      given: 'a: &x {b: 1}\nc: &y {b: 2, d: 2}\ne:\n  <<: [*x, *y]',
      want: { a: { b: 1 }, c: { b: 2, d: 2 }, e: { b: 1, d: 2 } },
    },
    { given: 'a: {"<<": {b: 1}}', want: { a: { '<<': { b: 1 } } } },
  ])('$given', async ({ given, want }) => {
    expect(await rootOf(given)).toEqual(want)
  })

  test('an anchor may be used thousands of times', async () => {
    const uses = Array.from({ length: 5_000 }, (_, index) => `k${index}: *x`).join('\n')
    const document = await parseDocument(Buffer.from(`x: &x {a: [1, 2]}\n${uses}`), URI)
    expect(document.ok && document.value.root.k4999).toEqual({ a: [1, 2] })
  })
})

const BOMB = [
  'a: &a [1,1,1,1,1,1,1,1,1]',
  ...[...'bcdefghij'].map((name, index) => bomb(name, [...'abcdefghi'][index])),
].join('\n')

function bomb(name: string, inner = ''): string {
  return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${inner}`).join(',')}]`
}

const DEEP = 600

describe('what is refused', () => {
  test.each([
    { given: '<!doctype html><title>Sign in</title>', want: { code: 'CONTRACT_IS_HTML' } },
    { given: '\ufeff\n  <html>', want: { code: 'CONTRACT_IS_HTML' } },
    { given: '<?xml version="1.0"?>', want: { code: 'CONTRACT_IS_HTML' } },
    { given: '', want: { code: 'CONTRACT_NOT_OPENAPI', found: 'an empty document' } },
    { given: '# nothing\n', want: { code: 'CONTRACT_NOT_OPENAPI', found: 'an empty document' } },
    { given: 'null', want: { code: 'CONTRACT_NOT_OPENAPI', found: 'an empty document' } },
    { given: '[1]', want: { code: 'CONTRACT_NOT_OPENAPI', found: 'a list' } },
    { given: '- a\n- b', want: { code: 'CONTRACT_NOT_OPENAPI', found: 'a list' } },
    { given: 'Not found', want: { code: 'CONTRACT_NOT_OPENAPI', found: 'a string' } },
    { given: '404', want: { code: 'CONTRACT_NOT_OPENAPI', found: 'a number' } },
    {
      given: '{"a": 1,\n "b": {"c": 1,\n "c": 2}}',
      want: { code: 'CONTRACT_DUPLICATE_KEY', key: 'c', pointer: '/b/c', line: 3 },
    },
    {
      given: 'a: 1\nb:\n  - c~/d: 1\n    e: 2\n    c~/d: 3\n',
      want: { code: 'CONTRACT_DUPLICATE_KEY', key: 'c~/d', pointer: '/b/0/c~0~1d', line: 5 },
    },
    { given: '200: a\n"200": b', want: { code: 'CONTRACT_DUPLICATE_KEY', key: '200', pointer: '/200', line: 2 } },
    { given: '{a: 1, "a": 2}', want: { code: 'CONTRACT_DUPLICATE_KEY', key: 'a', pointer: '/a', line: 1 } },
    {
      given: 'x: &x {a: 1}\ny:\n  <<: *x\n  <<: *x',
      want: { code: 'CONTRACT_DUPLICATE_KEY', key: '<<', pointer: '/y/<<', line: 4 },
    },
    { given: '{"a": 1', want: { code: 'CONTRACT_NOT_PARSABLE', detail: 'not valid JSON at column 8', line: 1 } },
    {
      given: 'a: 1\nb: "open',
      want: { code: 'CONTRACT_NOT_PARSABLE', detail: 'not valid YAML at column 9: missing char', line: 2 },
    },
    {
      given: 'a: 1\n---\nb: 2',
      want: {
        code: 'CONTRACT_NOT_PARSABLE',
        detail: 'not valid YAML at column 1: more than one document in the text',
        line: 2,
      },
    },
    {
      given: 'a: 1\nb: !ruby/object:Gem {}',
      want: {
        code: 'CONTRACT_NOT_PARSABLE',
        detail: 'not valid YAML at column 4: a tag that the core schema does not know',
        line: 2,
      },
    },
    {
      given: 'a: !!binary aGk=',
      want: {
        code: 'CONTRACT_NOT_PARSABLE',
        detail: 'not valid YAML at column 4: a tag that the core schema does not know',
        line: 1,
      },
    },
    {
      given: 'a: *nobody',
      want: {
        code: 'CONTRACT_NOT_PARSABLE',
        detail: 'not valid YAML at column 4: an alias without its anchor',
        line: 1,
      },
    },
    {
      given: 'a: 1\nb: &b\n  c: *b',
      want: {
        code: 'CONTRACT_NOT_PARSABLE',
        detail: 'not valid YAML at column 6: an alias inside of what it stands for',
        line: 3,
      },
    },
    {
      given: 'a: {<<: 5}',
      want: {
        code: 'CONTRACT_NOT_PARSABLE',
        detail: 'not valid YAML at column 5: a merge key of something that is no map',
        line: 1,
      },
    },
    { given: '? [a, b]\n: 1', want: { code: 'CONTRACT_NOT_PARSABLE' } },
    { given: 'a: @b', want: { code: 'CONTRACT_NOT_PARSABLE', line: 1 } },
  ])('$given', async ({ given, want }) => {
    expect(await rootOf(given)).toEqual([expect.objectContaining(want)])
  })

  test('merge keys that multiply', async () => {
    const names = [...'abcdefghij']
    const maps = names.map((name, at) =>
      at === 0
        ? '&a {k: 1}'
        : `&${name} {<<: [${Array(9)
            .fill(`*${names[at - 1]}`)
            .join(', ')}], ${name}: 1}`,
    )
    expect(await rootOf(maps.map((map, at) => `${names[at]}: ${map}`).join('\n'))).toEqual([
      {
        code: 'CONTRACT_NOT_PARSABLE',
        detail: expect.stringContaining('aliases that multiply the document'),
        line: expect.any(Number),
      },
    ])
  })

  test('aliases that multiply', async () => {
    expect(await rootOf(BOMB)).toEqual([
      {
        code: 'CONTRACT_NOT_PARSABLE',
        detail: expect.stringContaining('aliases that multiply the document'),
        line: expect.any(Number),
      },
    ])
  })

  test.each([
    ['JSON', '['.repeat(DEEP) + ']'.repeat(DEEP)],
    ['JSON objects', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`],
    ['JSON that never closes', '['.repeat(100_000)],
    ['YAML in flow style', `a: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
    ['YAML in flow style, very deep', `a: ${'['.repeat(100_000)}`],
    ['YAML in block style', Array.from({ length: DEEP }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
    [
      'YAML in block style, very deep',
      Array.from({ length: 3_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    ],
    ['YAML by aliases', deepByAliases()],
  ])('%s nested too deep', async (_, text) => {
    expect(await rootOf(text)).toEqual([{ code: 'CONTRACT_NOT_PARSABLE', detail: 'nested more than 500 levels deep' }])
  })

  test.each([
    ['JSON', `${'{"a":'.repeat(499)}{}${'}'.repeat(499)}`],
    ['YAML', `a: ${'['.repeat(499)}${']'.repeat(499)}`],
  ])('%s nested as deep as allowed is read', async (_, text) => {
    const document = await parseDocument(Buffer.from(text), URI)
    expect(document.ok).toBe(true)
  })
})

/** Six anchors, each a hundred levels around the one before. */
function deepByAliases(): string {
  const first = `a0: &a0 ${'['.repeat(100)}${']'.repeat(100)}`
  const others = [1, 2, 3, 4, 5].map((n) => `a${n}: &a${n} ${'['.repeat(100)}*a${n - 1}${']'.repeat(100)}`)
  return [first, ...others].join('\n')
}

test('many keys in one map take no time to speak of', async () => {
  const text = Array.from({ length: 80_000 }, (_, index) => `k${index}: ${index}`).join('\n')
  const document = await parseDocument(Buffer.from(text), URI)
  expect(document.ok && document.value.root.k79999).toBe(79_999)
})

describe('versions', () => {
  const info = { title: 't', version: '1' }
  test.each([
    [{ swagger: '2.0', info, paths: {} }, '2.0'],
    ['swagger: 2.0\ninfo: {title: t}\npaths: {}', '2.0'],
    [{ openapi: '3.0.4', info, paths: {} }, '3.0'],
    [{ openapi: '3.0.0-rc2', info, paths: {} }, '3.0'],
    ['openapi: 3.0\npaths: {}', '3.0'],
    ['openapi: 3\npaths: {}', '3.0'],
    ['openapi: "3.0"\npaths: {}', '3.0'],
    ['openapi: 3.1\npaths: {}', '3.1'],
    ['openapi: 3.1.1\npaths: {}', '3.1'],
    [{ openapi: '3.2.0', info }, '3.2'],
  ])('%j', async (given, want) => {
    const contract = await read(given)
    expect(contract.ok && contract.value.openapi).toBe(want)
  })

  test.each([
    [{ openapi: '9.9.0' }, { code: 'CONTRACT_VERSION_UNSUPPORTED', version: '9.9.0', pointer: '/openapi' }],
    [{ openapi: '3.3.0' }, { code: 'CONTRACT_VERSION_UNSUPPORTED', version: '3.3.0', pointer: '/openapi' }],
    [{ openapi: '3.01' }, { code: 'CONTRACT_VERSION_UNSUPPORTED', version: '3.01', pointer: '/openapi' }],
    [{ openapi: '30' }, { code: 'CONTRACT_VERSION_UNSUPPORTED', version: '30', pointer: '/openapi' }],
    ['swagger: 1.2', { code: 'CONTRACT_VERSION_UNSUPPORTED', version: '1.2', pointer: '/swagger' }],
    [{ openapi: { a: 1 } }, { code: 'CONTRACT_NOT_OPENAPI', found: 'an object with "openapi"' }],
    [{}, { code: 'CONTRACT_NOT_OPENAPI', found: 'an empty object' }],
    [
      { message: 'no', status: 404 },
      { code: 'CONTRACT_NOT_OPENAPI', found: 'an object with "message", "status"' },
    ],
  ])('%j is refused', async (given, want) => {
    const contract = await read(given)
    expect(contract.problems.map(plain)).toEqual([want])
  })
})

describe('lines', () => {
  const json = '{\n "paths": {\n  "/a/{b}": {\n   "get": { "tags": [\n    "x",\n    "y" ] } } } }'
  const yaml =
    'x: &x\n  merged: 1\npaths:\n  "/a/{b}":\n    get:\n      tags:\n        - x\n        - y\n      <<: *x\n    post: *x\n200: z\n'
  test.each([
    [json, '', 1],
    [json, '/paths', 2],
    [json, '/paths/~1a~1{b}/get', 4],
    [json, '/paths/~1a~1{b}/get/tags/1', 6],
    [json, '/paths/~1a~1{b}/put', undefined],
    [json, '/constructor', undefined],
    [yaml, '', 1],
    [yaml, '/paths', 3],
    [yaml, '/paths/~1a~1{b}/get', 5],
    [yaml, '/paths/~1a~1{b}/get/tags/0', 7],
    [yaml, '/paths/~1a~1{b}/get/tags/1', 8],
    [yaml, '/paths/~1a~1{b}/get/merged', 2],
    [yaml, '/paths/~1a~1{b}/post/merged', 2],
    [yaml, '/200', 11],
    [yaml, '/paths/~1a~1{b}/get/tags/2', undefined],
    [yaml, '/paths/none', undefined],
  ])('%#: %3$s', async (text, pointer, want) => {
    const document = await parseDocument(Buffer.from(text), URI)
    if (!document.ok) throw new Error('not readable')
    expect(document.value.line(pointer)).toBe(want)
    // the first look-ups go another way than those after them
    const all = Array.from({ length: 8 }, () => document.value.line(pointer))
    expect(new Set(all)).toEqual(new Set([want]))
  })
})
