import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { choose } from '../../src/node/choose.ts'

const OPTIONS = [
  { value: '/a', label: 'listOrders  GET /orders', hint: 'All orders' },
  { value: '/b', label: 'listUsers  GET /users' },
  { value: '/c', label: 'createOrder  POST /orders  WRITE' },
]

test.each([
  ['what was selected is taken', ['/a'], ['\r'], ['/a']],
  ['a search, then the one that is found', ['/a'], ['user', '\x1b[B', '\t', '\r'], ['/a', '/b']],
  ['leaving picks nothing', ['/a'], ['\x03'], undefined],
])('%s', async (_, selected, keys, want) => {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} })
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 30 })
  output.resume()
  const picked = choose('Which?', OPTIONS, selected, input, output)
  for (const key of keys) {
    await new Promise((resolve) => setTimeout(resolve, 60))
    input.write(key)
  }
  expect(await picked).toEqual(want)
})
