/** A URL that a server gave → the person's browser, started without a shell and without our secrets. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isSecure } from '../lib/loopback.ts'

export interface BrowserParts {
  readonly platform: NodeJS.Platform
  readonly variables: NodeJS.ProcessEnv
  readonly exists: (path: string) => boolean
  /** Starts a program by its absolute path; false where that fails. */
  readonly run: (program: string, args: readonly string[], env: NodeJS.ProcessEnv) => Promise<boolean>
}

const PARTS: BrowserParts = {
  platform: process.platform,
  variables: process.env,
  exists: existsSync,
  run: (program, args, env) =>
    new Promise((resolve) => {
      const child = execFile(program, args, { env, shell: false, windowsHide: true }, (error) =>
        resolve(error === null),
      )
      // a browser that this starts may stay open: what counts is that it came up
      child.unref()
      setTimeout(() => resolve(true), 3_000).unref()
    }),
}

/** Whether a browser was started. */
export async function openBrowser(text: string, parts: BrowserParts = PARTS): Promise<boolean> {
  const url = browserUrl(text)
  const opener = openerOf(parts)
  if (url === undefined || opener === undefined) return false
  const [program, ...args] = opener
  return parts.run(program, [...args, url], plainEnvironment(parts.variables))
}

const MOST_CHARACTERS = 8_192

/** The URL written again, https or loopback, in characters that mean nothing to any program; undefined for all others. */
export function browserUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!isSecure(url) || url.username !== '' || url.password !== '') return undefined
  const path = url.pathname.replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9/%._~-]/g, percentEncoded)
  const query = new URLSearchParams(url.searchParams).toString()
  const written = `${url.origin}${path}${query === '' ? '' : `?${query}`}`
  return written.length <= MOST_CHARACTERS && URL.canParse(written) ? written : undefined
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/** Absolute paths: what lies in the folder at hand or in PATH is nobody's business. */
function openerOf({ platform, variables, exists }: BrowserParts): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['/usr/bin/open']
  if (platform === 'win32') {
    const root = variables.SystemRoot ?? 'C:\\Windows'
    return [`${root}\\System32\\rundll32.exe`, 'url.dll,FileProtocolHandler']
  }
  const found = ['/usr/bin/xdg-open', '/usr/local/bin/xdg-open', '/bin/xdg-open'].find(exists)
  return found === undefined ? undefined : [found]
}

/** What a desktop needs to find its browser; tokens have other names. */
const PLAIN =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|LC_\w+|SHELL|TMPDIR|TEMP|TMP|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|DESKTOP_SESSION|GNOME_\w+|KDE_\w+|SystemRoot|SystemDrive|USERPROFILE|APPDATA|LOCALAPPDATA|ProgramFiles.*|windir)$/

function plainEnvironment(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => PLAIN.test(name)))
}
