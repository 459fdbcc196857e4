/** A path and a text → the file with that text at its end. */
import { appendFile } from 'node:fs/promises'
import { failure, type Result, success } from '../lib/result.ts'
import { fileFault } from './file-fault.ts'

/** Makes the file where there is none. The error says for people what stood in the way. */
export async function appendText(path: string, text: string): Promise<Result<undefined, string>> {
  try {
    await appendFile(path, text)
    return success(undefined)
  } catch (error) {
    return failure(fileFault(error))
  }
}
