/** URLs and paths of the profiles file to absolute URLs that a contract or a token may travel to. */
import { isSecure } from '../lib/loopback.ts'
import { invalid, type Place, type Read } from './reader.ts'

/**
 * Where the API is: as written, proven to be an absolute https (or loopback http) URL without user info, query and
 * fragment.
 */
export const baseUrl: Read<string> = (place) => {
  const url = typeof place.value === 'string' && isPlain(place.value) ? parse(place.value) : undefined
  if (url === undefined || typeof place.value !== 'string') return invalid(place, 'an absolute https URL')
  if (!mayTravel(url, place)) return undefined
  if (/[?#]/.test(place.value)) return invalid(place, 'a URL without query and fragment')
  return place.value
}

/** The contract's absolute URL. A path is relative to the profiles file at `fileUri`. */
export function contractUrl(fileUri: string): Read<string> {
  const file = new URL(fileUri)
  return (place) => {
    const { value } = place
    if (typeof value !== 'string' || value.trim() === '') return invalid(place, EXPECTED)
    const url = SCHEME.test(value) ? isPlain(value) && parse(value) : resolvePath(value, file)
    if (!url) return invalid(place, EXPECTED)
    if (url.protocol === 'file:') return isLocal(url, file) ? url.href : invalid(place, EXPECTED_LOCAL)
    return mayTravel(url, place) ? url.href : undefined
  }
}

/** The absolute URL of a folder on this machine; a path is relative to the profiles file at `fileUri`. */
export function folderUrl(fileUri: string): Read<string> {
  return localUrl(fileUri, EXPECTED_FOLDER)
}

/** The absolute URL of a file on this machine; a path is relative to the profiles file at `fileUri`. */
export function fileUrl(fileUri: string): Read<string> {
  return localUrl(fileUri, EXPECTED_FILE)
}

function localUrl(fileUri: string, expected: string): Read<string> {
  const file = new URL(fileUri)
  return (place) => {
    const { value } = place
    if (typeof value !== 'string' || value.trim() === '' || SCHEME.test(value)) return invalid(place, expected)
    const url = resolvePath(value, file)
    return url?.protocol === 'file:' && isLocal(url, file) ? url.href : invalid(place, expected)
  }
}

const EXPECTED_FOLDER = 'the path of a folder, in a profiles file on this machine'
const EXPECTED_FILE = 'the path of a file, in a profiles file on this machine'
const EXPECTED = 'an https URL, or a path relative to the profiles file'
const EXPECTED_LOCAL = 'an https URL: only a profiles file on this machine can name a file on this machine'

/** Two letters at least: `C:` is a drive. */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/

/** URL parsers drop what is invisible and let white space pass; a person reads another URL then. */
function isPlain(text: string): boolean {
  return !/[\s\p{Cc}\p{Cf}\\]/u.test(text)
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

/** A path beside the profiles file; in file names, `%`, `?` and `#` are plain characters. */
function resolvePath(path: string, file: URL): URL | undefined {
  if (file.protocol !== 'file:') {
    const url = new URL(path, file)
    return url.origin === file.origin ? url : undefined
  }
  const escaped = path.replace(/[%?#]/g, encodeURIComponent).replaceAll('\\', '/')
  return new URL(/^[A-Za-z]:\//.test(escaped) ? `file:///${escaped}` : escaped, file)
}

/** Another host in a file URL would be a network share, which gives away the user's credentials. */
function isLocal(url: URL, file: URL): boolean {
  return file.protocol === 'file:' && url.host === file.host
}

function mayTravel(url: URL, place: Place): boolean {
  if (url.username !== '' || url.password !== '') {
    place.report('URL_USER_INFO', place, { key: place.key })
    return false
  }
  if (isSecure(url)) return true
  if (url.protocol === 'http:') place.report('URL_INSECURE', place, { url: url.origin + url.pathname, key: place.key })
  else invalid(place, 'an https URL')
  return false
}
