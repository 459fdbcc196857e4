import { describe, expect, test } from 'vitest'
import { effectFaults, revealFaults, typeFaults } from './architecture/code.ts'
import { deadExportFaults, deadModuleFaults } from './architecture/exports.ts'
import { circleFaults, exceptionFaults, missingFaults, rankFaults } from './architecture/layers.ts'
import { moduleMapFaults } from './architecture/module-map.ts'
import { computedImportFaults, heavyFaults, packageFaults } from './architecture/packages.ts'
import { exportNameFaults, fileNameFaults, headFaults, sizeFaults } from './architecture/shape.ts'
import { readTree, type Tree } from './architecture/tree.ts'

interface Rule {
  readonly says: string
  readonly faults: (tree: Tree) => readonly string[]
  /** Made-up trees, and the faults that each must have: a rule that can't be broken holds nothing. */
  readonly broken: readonly { readonly given: Readonly<Record<string, string>>; readonly want: readonly string[] }[]
}

const lines = (count: number) => '\n'.repeat(count)

const RULES: readonly Rule[] = [
  {
    says: 'a folder imports itself and lower ranks only',
    faults: rankFaults,
    broken: [
      {
        given: {
          'src/lib/a.ts': "import { b } from '../problem/b.ts'\nimport { c } from './c.ts'",
          'src/plan/d.ts': "export type { E } from '../tool/e.ts'\nimport { b } from '../problem/b.ts'",
          'src/contract/f.ts': "import type {\n  G,\n} from '../profile/g.ts'",
          'src/auth/h.ts': "const i = await import('../request/i.ts')",
          'src/tool/j.ts': "import { k } from '../../test/k.ts'",
          'src/other/l.ts': "import { c } from '../lib/c.ts'",
          'src/contract/model.ts': "import { Method } from '../upstream/model.ts'",
        },
        want: [
          'src/lib/a.ts → src/problem/b.ts',
          'src/plan/d.ts → src/tool/e.ts',
          'src/contract/f.ts → src/profile/g.ts',
          'src/auth/h.ts → src/request/i.ts',
          'src/tool/j.ts → test/k.ts',
          'src/other/l.ts → src/lib/c.ts',
          'src/contract/model.ts → src/upstream/model.ts',
        ],
      },
    ],
  },
  {
    says: 'every exception to that is needed',
    faults: exceptionFaults,
    broken: [
      {
        given: {
          'src/contract/model.ts': "import type { Method } from '../upstream/model.ts'",
          'src/node/version.ts': "import pkg from '../../package.json' with { type: 'json' }",
        },
        want: ['src/cli/commands/demo.ts → fixtures/geargenius/start-gear-genius.ts'],
      },
    ],
  },
  {
    says: 'imports name files that are there',
    faults: missingFaults,
    broken: [{ given: { 'src/lib/a.ts': "import { b } from './b.ts'" }, want: ['src/lib/a.ts → src/lib/b.ts'] }],
  },
  {
    says: 'no modules need each other in a circle',
    faults: circleFaults,
    broken: [
      {
        given: {
          'src/lib/a.ts': "import { b } from './b.ts'\nimport { d } from './d.ts'",
          'src/lib/b.ts': "import { c } from './c.ts'",
          'src/lib/c.ts': "import { a } from './a.ts'",
          'src/lib/d.ts': "import type { A } from './a.ts'",
        },
        want: ['src/lib/a.ts → src/lib/b.ts → src/lib/c.ts → src/lib/a.ts'],
      },
    ],
  },
  {
    says: 'a package has one place, and node is at the edge',
    faults: packageFaults,
    broken: [
      {
        given: {
          'src/lib/json-schema.ts': "const ajv = await import('ajv/dist/2020.js')",
          'src/lib/other.ts': "import type { Ajv } from 'ajv'\nimport { readFile } from 'node:fs/promises'",
          'src/plan/a.ts': "import { x } from 'lodash'\nimport 'left-pad'",
          'src/mcp/b.ts': "import { Client } from '@modelcontextprotocol/client/stdio'",
          'src/node/c.ts': "import { join } from 'node:path'\nexport type U = typeof import('undici')",
        },
        want: [
          'src/lib/other.ts → ajv',
          'src/lib/other.ts → node:fs/promises',
          'src/plan/a.ts → lodash',
          'src/plan/a.ts → left-pad',
          'src/mcp/b.ts → @modelcontextprotocol/client/stdio',
        ],
      },
    ],
  },
  {
    says: 'heavy packages are not loaded by starting',
    faults: heavyFaults,
    broken: [
      {
        given: {
          'src/cli/main.ts': "import { d } from '../node/documents.ts'\nconst x = import('./commands/demo.ts')",
          'src/cli/commands/start.ts': "import { parse } from '../../contract/document.ts'",
          'src/cli/commands/demo.ts': "import { connect } from '../../node/mcp-client.ts'",
          'src/node/mcp-client.ts': "import { Client } from '@modelcontextprotocol/client'",
          'src/node/documents.ts': "import { Agent } from 'undici'",
          'src/contract/document.ts': "import { one } from './eager.ts'\nconst { two } = await import('./lazy.ts')",
          'src/contract/eager.ts': "import { parse } from 'yaml'\nimport type { Ajv } from 'ajv'",
          'src/contract/lazy.ts': "import { parse } from 'yaml'",
        },
        want: ['src/node/documents.ts → undici', 'src/contract/eager.ts → yaml'],
      },
    ],
  },
  {
    says: 'a module is imported by a name that is written down',
    faults: computedImportFaults,
    broken: [{ given: { 'src/lib/a.ts': 'await import(name)' }, want: ['src/lib/a.ts'] }],
  },
  {
    says: 'effects are at the edge',
    faults: effectFaults,
    broken: [
      {
        given: {
          'src/lib/a.ts': "/** the process */\nexport const a = (process: number) => process + 'fetch(it)'.length",
          'src/lib/b.ts': 'export const home = () => process.env.HOME',
          'src/lib/c.ts': 'export const get = () => [globalThis.fetch(url), Buffer.from("x")]',
          'src/lib/d.ts': 'console.log(1)',
          'src/node/e.ts': 'export const home = process.env.HOME',
        },
        want: ['src/lib/b.ts: process', 'src/lib/c.ts: fetch', 'src/lib/c.ts: Buffer', 'src/lib/d.ts: console'],
      },
    ],
  },
  {
    says: 'a secret is opened where it is sent and where it is searched for, nowhere else',
    faults: revealFaults,
    broken: [
      {
        given: {
          'src/auth/apply.ts': 'secret.reveal()',
          'src/mcp/a.ts': 'secret.reveal()',
          'src/mcp/b.ts': "secret?.['reveal']()",
          'src/mcp/c.ts': 'const { reveal } = secret',
          'src/mcp/d.ts': 'revealed()',
        },
        want: ['src/mcp/a.ts', 'src/mcp/b.ts', 'src/mcp/c.ts'],
      },
    ],
  },
  {
    says: 'no type is given up',
    faults: typeFaults,
    broken: [
      {
        given: {
          'src/lib/a.ts': 'function a(b: any): void {}',
          'src/lib/b.ts': 'const b = c as any\n',
          'src/lib/c.ts': 'const c: Map<string, any[]> = d',
          'src/lib/d.ts': '// @ts-expect-error\nconst d = 1',
          'src/lib/e.ts': 'const e = d[0]!.name\nconst f = g!\n',
          'src/lib/f.ts':
            "/** of: any. */\nconst any = 'as any, or : any'\nif (a !== b && !c) d(`x!`, !any)\nconst e = /a!=/.test(x) != y",
        },
        want: [
          'src/lib/a.ts: any',
          'src/lib/b.ts: any',
          'src/lib/c.ts: any',
          'src/lib/d.ts: @ts',
          'src/lib/e.ts: non-null !',
        ],
      },
    ],
  },
  {
    says: 'files are small',
    faults: sizeFaults,
    broken: [
      {
        given: {
          'src/lib/a.ts': lines(201),
          'src/lib/b.ts': lines(200),
          'test/a.test.ts': lines(401),
          'test/b.test.ts': lines(400),
          'fixtures/a.ts': lines(201),
        },
        want: [
          'src/lib/a.ts: 201 lines',
          'fixtures/a.ts: 201 lines',
          'test/a.test.ts: 401 lines',
          'src: 201 lines in the mean',
        ],
      },
    ],
  },
  {
    says: 'a file begins with what it is',
    faults: headFaults,
    broken: [
      {
        given: {
          'src/lib/a.ts': '/** Bytes to text. */\nexport const a = 1',
          'src/lib/b.ts': 'export const b = 1',
          'src/lib/c.ts': '/** */\nexport const c = 1',
          'src/lib/d.ts': "import a from './a.ts'\n/** Bytes to text. */",
          'fixtures/e.ts': '// Bytes to text.',
          'src/lib/f.ts': '/**\n * Bytes to text: the `*` of UTF-8 included. @see https://example.com\n */\n',
        },
        want: ['src/lib/b.ts', 'src/lib/c.ts', 'src/lib/d.ts', 'fixtures/e.ts'],
      },
    ],
  },
  {
    says: 'files are in kebab-case, and named after a thing',
    faults: fileNameFaults,
    broken: [
      {
        given: {
          'src/lib/media-type.ts': '',
          'src/lib/schema-3.0.ts': '',
          'src/lib/mediaType.ts': '',
          'src/Lib/a.ts': '',
          'src/lib/string-utils.ts': '',
          'fixtures/manager.ts': '',
          'test/http-upstream.body.test.ts': '',
          'test/snake_case.test.ts': '',
        },
        want: ['src/lib/mediaType.ts', 'src/Lib/a.ts', 'src/lib/string-utils.ts', 'test/snake_case.test.ts'],
      },
    ],
  },
  {
    says: 'exports are named after a thing',
    faults: exportNameFaults,
    broken: [
      {
        given: {
          'src/lib/a.ts':
            'export function routeCall() {}\nexport interface CallHandler {}\nexport const reroutes = 1\nexport { x as urlUtils }',
        },
        want: ['src/lib/a.ts: routeCall', 'src/lib/a.ts: CallHandler', 'src/lib/a.ts: urlUtils'],
      },
    ],
  },
  {
    says: 'what is exported is imported',
    faults: deadExportFaults,
    broken: [
      {
        given: {
          'src/lib/a.ts': [
            'export function used() {}',
            'export async function unused() {}',
            'export interface Used {}',
            'export type Unused = 1',
            'export type Said = 1',
            'export const { one, two: three }: Said = four',
            "export type { Again } from './b.ts'",
            'export const tested = 1, lazy = 2',
            'export class Lazy {}',
          ].join('\n'),
          'src/lib/b.ts': 'export type Again = 1\nexport const whole = 1',
          'src/lib/c.ts': [
            "import { type Used, used as useful, one } from './a.ts'",
            "const { Lazy: Late } = await import('./a.ts')",
            "const d = (await import('./d.ts')).first",
          ].join('\n'),
          'src/lib/d.ts': 'export const first = 1\nexport const second = 2',
          'src/lib/e.ts': 'export const all = 1',
          'test/a.test.ts': "import { tested } from '../src/lib/a.ts'\nimport * as e from '../src/lib/e.ts'",
        },
        want: [
          'src/lib/a.ts: unused',
          'src/lib/a.ts: Unused',
          'src/lib/a.ts: three',
          'src/lib/a.ts: Again',
          'src/lib/b.ts: whole',
          'src/lib/d.ts: second',
        ],
      },
    ],
  },
  {
    says: 'every module is part of the program',
    faults: deadModuleFaults,
    broken: [
      {
        given: {
          'src/cli/main.ts': "import { a } from '../lib/a.ts'",
          'src/lib/a.ts': "import type { B } from './b.ts'",
          'src/lib/b.ts': "const c = await import('./c.ts')",
          'src/lib/c.ts': '',
          'src/lib/d.ts': "import { a } from './a.ts'",
          'test/d.test.ts': "import { d } from '../src/lib/d.ts'",
        },
        want: ['src/lib/d.ts'],
      },
    ],
  },
  {
    says: 'the module map shows what is there',
    faults: moduleMapFaults,
    broken: [
      {
        given: {
          'src/README.md':
            '`tool/` is not in the table\n| 0 | `lib/` | |\n| 3 | `plan/` | `rules/`, `lock/` |\n| 4 | `gone/` | |',
          'src/lib/a.ts': '',
          'src/plan/rules/b.ts': '',
          'src/tool/c.ts': '',
        },
        want: ['src/README.md lacks tool/', 'src/README.md invents lock/', 'src/README.md invents gone/'],
      },
      { given: { 'src/lib/a.ts': '' }, want: ['src/README.md lacks lib/'] },
    ],
  },
]

const tree = readTree(new URL('../', import.meta.url), ['src', 'test', 'fixtures'])

describe.each(RULES)('$says', ({ faults, broken }) => {
  test('here', () => {
    expect(faults(tree)).toEqual([])
  })

  test.each(broken)('and a tree that breaks it is refused', ({ given, want }) => {
    expect(faults(new Map(Object.entries(given)))).toEqual(want)
  })
})
