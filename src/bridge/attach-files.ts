/** Arguments that name files of this machine → arguments with the files' content, where the profile allows it. */
import { encodeBase64 } from '../lib/base64.ts'
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { failure, type Result, success } from '../lib/result.ts'
import type { Tool } from '../tool/model.ts'
import { fileFaultWords } from './file-fault-words.ts'
import type { LocalFiles } from './ports.ts'

/** Of all files of one call together; they are held in memory. */
const MOST_UPLOAD_BYTES = 33_554_432

/** Only arguments that are listed as files are looked at; the error has a sentence for each file that can't be used. */
export async function attachFiles(
  { fileArguments }: Pick<Tool, 'fileArguments'>,
  args: JsonObject,
  files: LocalFiles | undefined,
): Promise<Result<JsonObject, readonly string[]>> {
  if (files === undefined || fileArguments === undefined || fileArguments.size === 0) return success(args)
  const faults: string[] = []
  let left = MOST_UPLOAD_BYTES
  const contentOf = async (value: JsonValue, name: string): Promise<JsonValue> => {
    const path = fileNamed(value)
    if (path === undefined) return value
    const read = await files.read(path, left)
    if (!read.ok) {
      faults.push(`${name}: ${JSON.stringify(path)} can't be read: ${fileFaultWords(read.error)}`)
      return value
    }
    left -= read.value.length
    return encodeBase64(read.value)
  }
  const attached: [string, JsonValue][] = []
  // one after the other: what one file takes, the next one has less
  for (const [name, value] of Object.entries(args)) {
    if (!fileArguments.has(name)) attached.push([name, value])
    else if (!isArray(value)) attached.push([name, await contentOf(value, name)])
    else {
      const items: JsonValue[] = []
      for (const [index, item] of value.entries()) items.push(await contentOf(item, `${name}[${index}]`))
      attached.push([name, items])
    }
  }
  return faults.length > 0 ? failure(faults) : success(Object.fromEntries(attached))
}

/** `{ "file": "report.pdf" }` and nothing beside it; anything else is left to the check of the arguments. */
function fileNamed(value: JsonValue): string | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined
  const path = member(value, 'file')
  return typeof path === 'string' ? path : undefined
}
