import { expect, test } from 'vitest'
import type { LocalFolders } from '../../src/profile/model.ts'
import { compileTools } from '../../src/tool/compile.ts'
import { bodyOf, mediaTypeOf, planOf } from '../plan/factory.ts'

const BASE64 = { type: 'string', contentEncoding: 'base64' }
const FILE = { anyOf: [BASE64, expect.objectContaining({ required: ['file'], additionalProperties: false })] }

const UPLOAD = mediaTypeOf(
  {
    type: 'object',
    properties: {
      title: { type: 'string' },
      photo: { type: 'string', format: 'binary' },
      pages: { type: 'array', items: { type: 'string', format: 'binary' } },
    },
  },
  'multipart/form-data',
)

test.each<{ name: string; files?: LocalFolders; content: typeof UPLOAD; want: unknown; names: readonly string[] }>([
  {
    name: 'without folders to read from',
    files: { read: [], save: 'file:///out' },
    content: UPLOAD,
    want: { title: { type: 'string' }, photo: BASE64, pages: { type: 'array', items: BASE64 } },
    names: [],
  },
  {
    name: 'with folders',
    files: { read: ['file:///in'] },
    content: UPLOAD,
    want: { title: { type: 'string' }, photo: FILE, pages: { type: 'array', items: FILE } },
    names: ['photo', 'pages'],
  },
  {
    name: 'a whole body',
    files: { read: ['file:///in'] },
    content: mediaTypeOf({ type: 'string', format: 'binary' }, 'application/octet-stream'),
    want: { body: FILE },
    names: ['body'],
  },
  {
    name: 'base64 in JSON',
    files: { read: ['file:///in'] },
    content: mediaTypeOf({ type: 'object', properties: { logo: BASE64, name: { type: 'string' } } }),
    want: { logo: FILE, name: { type: 'string' } },
    names: ['logo'],
  },
])('$name', ({ files, content, want, names }) => {
  const planned = planOf(
    { tools: [{ operation: 'POST /jobs', access: 'write' }], ...(files === undefined ? {} : { files }) },
    { operations: [{ method: 'POST', requestBody: bodyOf([content]) }] },
  )
  const compiled = planned.ok ? compileTools(planned.value) : planned
  const [tool] = compiled.ok ? compiled.value.values() : []
  expect(tool?.inputSchema.properties).toEqual(want)
  expect([...(tool?.fileArguments ?? [])]).toEqual(names)
})
