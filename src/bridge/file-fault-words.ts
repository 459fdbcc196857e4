/** Why a local file can't be used → words for a model. */
import type { FileFault } from './ports.ts'

export function fileFaultWords(fault: FileFault): string {
  if (fault.kind === 'too-large') return `it is larger than ${fault.limit} bytes`
  return fault.kind === 'other' ? `the system refused it (${fault.code})` : WORDS[fault.kind]
}

const WORDS: Readonly<Record<Exclude<FileFault['kind'], 'too-large' | 'other'>, string>> = {
  absent: 'there is no such file in the folders that the profile allows',
  'not-regular': 'it is not a regular file',
  denied: 'permission denied',
  'disk-full': 'no space is left',
  'no-folder': 'the folder that the profile names is not there',
}
