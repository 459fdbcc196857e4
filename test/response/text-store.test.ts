import { expect, test } from 'vitest'
import { createTextStore, KEPT_MINUTES, type KeptText } from '../../src/response/text-store.ts'

const kept = (text: string): KeptText => ({ text, isJson: false, incomplete: false })

test('a handle is 128 bits that nobody can guess, and leads to its own text only', () => {
  const store = createTextStore()
  const handles = ['one', 'two'].map((text) => store.keep(kept(text)) ?? '')
  expect(handles).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)])
  expect(handles.map((handle) => store.find(handle)?.text)).toEqual(['one', 'two'])
  expect(store.find('')).toBeUndefined()
  expect(createTextStore().find(handles[0] ?? '')).toBeUndefined()
})

test('what is not used for long is forgotten', () => {
  let minutes = 0
  const store = createTextStore(() => minutes * 60_000)
  const [used = '', unused = ''] = ['used', 'unused'].map((text) => store.keep(kept(text)))
  minutes = KEPT_MINUTES
  expect(store.find(used)?.text).toBe('used')
  minutes += 1
  expect(store.find(unused)).toBeUndefined()
  expect(store.find(used)?.text).toBe('used')
})

test('the one that was not used for longest makes room', () => {
  const store = createTextStore(Date.now, 20)
  const [first = '', second = ''] = ['aaaa', 'bbbb'].map((text) => store.keep(kept(text)))
  store.find(first)
  const third = store.keep(kept('cccc')) ?? ''
  expect([first, second, third].map((handle) => store.find(handle)?.text)).toEqual(['aaaa', undefined, 'cccc'])
  expect(store.keep(kept('x'.repeat(11)))).toBeUndefined()
  expect(store.find(first)?.text).toBe('aaaa')
})

test('room that was made is counted', () => {
  const store = createTextStore(Date.now, 20)
  const handles = Array.from({ length: 100 }, (_, at) => store.keep(kept(`text${at % 10}`)))
  expect(handles.filter((handle) => store.find(handle ?? '') !== undefined)).toHaveLength(2)
})
