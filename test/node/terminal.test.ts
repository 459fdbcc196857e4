import { describe, expect, test } from 'vitest'
import { createTerminal, type TextStream } from '../../src/node/terminal.ts'

function stream(isTTY: boolean): TextStream {
  return { isTTY, write: () => true, on: () => undefined }
}

describe('colour', () => {
  test.each<{ given: NodeJS.ProcessEnv; person: boolean; pipe: boolean }>([
    { given: {}, person: true, pipe: false },
    { given: { NO_COLOR: '' }, person: true, pipe: false },
    { given: { NO_COLOR: '1' }, person: false, pipe: false },
    { given: { NO_COLOR: '0' }, person: false, pipe: false },
    { given: { TERM: 'dumb' }, person: false, pipe: false },
    { given: { FORCE_COLOR: '1' }, person: true, pipe: true },
    { given: { FORCE_COLOR: 'true', TERM: 'dumb' }, person: true, pipe: true },
    { given: { FORCE_COLOR: '0' }, person: false, pipe: false },
    { given: { FORCE_COLOR: '' }, person: true, pipe: false },
    { given: { FORCE_COLOR: '1', NO_COLOR: '1' }, person: false, pipe: false },
  ])('$given', ({ given, person, pipe }) => {
    const { out, err } = createTerminal({ stdout: stream(true), stderr: stream(false) }, given)
    expect([out.colour, err.colour]).toEqual([person, pipe])
  })
})
