/** A file → its lines, one after the other, however long the file is. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { failure, type Result, success } from '../lib/result.ts'
import { fileFault } from './file-fault.ts'

/** A line, in which each character is one byte; `whole` is false for a last one without a line end. */
export interface FileLine {
  readonly text: string
  readonly whole: boolean
}

/** Bytes of a line that are kept: what is longer is shortened to a few more than these. */
const LONGEST = 64 * 1024

/** The error says for people why the file can't be read; going through the lines rejects where reading fails later. */
export async function readLines(path: string): Promise<Result<AsyncIterable<FileLine>, string>> {
  try {
    // a FIFO would wait for a writer
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    if ((await file.stat()).isFile()) return success(linesOf(file))
    await file.close()
    return failure('it is not a regular file')
  } catch (error) {
    return failure(fileFault(error))
  }
}

async function* linesOf(file: FileHandle): AsyncGenerator<FileLine, undefined> {
  let rest = ''
  // the stream closes the file
  for await (const chunk of file.createReadStream({ encoding: 'latin1' })) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = (lines.pop() ?? '').slice(0, LONGEST)
    for (const text of lines) yield { text, whole: true }
  }
  if (rest !== '') yield { text: rest, whole: false }
  return undefined
}
