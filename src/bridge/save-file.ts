/** A rendered answer with a file → the same with the file saved, and a sentence that says where. */

import type { Rendered } from '../response/model.ts'
import { textBlock } from '../response/text.ts'
import { fileFaultWords } from './file-fault-words.ts'
import type { LocalFiles } from './ports.ts'

/** What could not be saved is said, and the call stays a success: the upstream has done what was asked. */
export async function saveFile(rendered: Rendered, files: LocalFiles): Promise<Rendered> {
  const { file, content, ...rest } = rendered
  if (file === undefined) return rendered
  const saved = await files.save(file.name, file.bytes)
  const what = `The upstream answered with ${file.bytes.length} bytes of ${file.mediaType}`
  const said = saved.ok
    ? `${what}, saved as ${saved.value}`
    : `${what}, which could not be saved: ${fileFaultWords(saved.error)}`
  return { ...rest, content: [textBlock(said), ...content] }
}
