import { expect, test } from 'vitest'
import type { Bridge } from '../../src/bridge/bridge.ts'
import { Stop } from '../../src/lib/stop.ts'
import { createCalls } from '../../src/mcp/calls.ts'
import type { Note } from '../../src/mcp/note.ts'

test('a name that is not ours is in no note', async () => {
  const notes: Note[] = []
  const calls = createCalls((note) => void notes.push(note))
  const bridge: Bridge = {
    tools: new Map(),
    call: () => Promise.reject(new Error('there is no tool')),
    denied: () => Promise.reject(new TypeError('the log is broken')),
  }
  const params = { name: 'aSecret', arguments: {} }
  const results = [await calls.call(bridge, params, new Stop()), await calls.read(bridge, 'aSecret', new Stop())]
  expect(results).toMatchObject([{ isError: true }, { isError: true }])
  const note = { kind: 'call-threw', tool: 'something unknown', error: 'TypeError' }
  expect(notes).toEqual([note, note])
})
