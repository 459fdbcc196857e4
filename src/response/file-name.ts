/** A foreign file name, or none → a name that is legal on every system and stays in its folder. */
import { essenceOf } from '../lib/media-type.ts'

/** Characters: file systems take 255 bytes, and a number may follow. */
const LONGEST = 100

/** `disposition` is the Content-Disposition; without a name in it the file is named like the tool. */
export function fileName(disposition: string | undefined, toolName: string, mediaType: string): string {
  const named = legal(disposition === undefined ? '' : nameIn(disposition))
  return named === '' ? `${toolName.slice(0, LONGEST)}${EXTENSIONS.get(essenceOf(mediaType) ?? '') ?? '.bin'}` : named
}

/** `filename*` before `filename`. @see https://www.rfc-editor.org/rfc/rfc6266#section-4.3 */
function nameIn(disposition: string): string {
  const [, extended] = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition) ?? []
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended)
    } catch {
      // a name that can't be read is none
    }
  }
  const [, quoted, token] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(disposition) ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? token ?? ''
}

/** The last part of a path, in letters, digits, `.`, `_` and `-`; never hidden, never a device of Windows. */
function legal(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._-]+|[._-]+$/g, '')
  const [, stem = '', extension = ''] = /^(.*?)(\.[A-Za-z0-9]{1,10})?$/su.exec(plain) ?? []
  const short = [...stem].slice(0, LONGEST).join('')
  if (short === '') return ''
  return `${DEVICE.test(short) ? '_' : ''}${short}${extension}`
}

const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['application/pdf', '.pdf'],
  ['application/zip', '.zip'],
  ['application/gzip', '.gz'],
  ['image/png', '.png'],
  ['image/jpeg', '.jpg'],
  ['image/gif', '.gif'],
  ['image/webp', '.webp'],
  ['audio/mpeg', '.mp3'],
  ['audio/wav', '.wav'],
  ['video/mp4', '.mp4'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '.xlsx'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', '.docx'],
])
