/** `--contract` and `--base-url` → upstreams that are read from, or are, somewhere else for this run. */
import { isSecure } from '../lib/loopback.ts'
import { toUrl } from '../node/files.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Profile, ProfilesFile } from '../profile/model.ts'
import { hostedAt } from '../profile/upstream.ts'
import type { ProfileUpstream } from '../profile/upstream-model.ts'

/** As they stand on the command line: a URL, or `NAME=URL` for the upstream of that name. */
export interface OverrideOptions {
  readonly contract?: readonly string[]
  readonly baseUrl?: readonly string[]
}

type Kind = keyof OverrideOptions

/** Of one upstream, or of the only one. */
export interface Override {
  readonly kind: Kind
  readonly upstream: string | undefined
  /** Absolute. */
  readonly url: string
}

const FLAGS: Readonly<Record<Kind, string>> = { contract: '--contract', baseUrl: '--base-url' }

const TAKES: Readonly<Record<Kind, string>> = {
  contract: 'a file, an https URL or an http URL of this machine, without user name and password',
  baseUrl: 'an https URL or an http URL of this machine, without user name and password',
}

const KINDS = ['contract', 'baseUrl'] as const

/** What no profiles file can make right: neither the whole text nor what follows a name is a place that may be used. */
export function overrideProblems(options: OverrideOptions, cwd: string): readonly Problem[] {
  return KINDS.flatMap((kind) =>
    (options[kind] ?? [])
      .filter((text) => [text, nameIn(text).rest].every((written) => placeOf(kind, written, cwd) === undefined))
      .map(() => notTaken(kind)),
  )
}

/** What stands before `=` is a name only where some profile has an upstream of that name: a path may have a `=`. */
export function readOverrides(options: OverrideOptions, file: ProfilesFile, cwd: string): Checked<readonly Override[]> {
  const names = new Set([...file.profiles.values()].flatMap(({ upstreams }) => [...upstreams.keys()]))
  const overrides: Override[] = []
  for (const kind of KINDS) {
    for (const text of options[kind] ?? []) {
      const { name, rest } = nameIn(text)
      const isNamed = name !== '' && names.has(name)
      const url = placeOf(kind, isNamed ? rest : text, cwd)
      if (url === undefined) return refuse(notTaken(kind))
      overrides.push({ kind, upstream: isNamed ? name : undefined, url })
    }
  }
  return pass(overrides)
}

function nameIn(text: string): { readonly name: string; readonly rest: string } {
  const [, name = '', rest = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  return { name, rest }
}

/** Undefined for what may not be used. */
function placeOf(kind: Kind, written: string, cwd: string): string | undefined {
  const url = kind === 'contract' ? toUrl(written, cwd) : written
  const isUsable = URL.canParse(url) && isFileOrSecure(url) && (kind === 'contract' || !url.startsWith('file:'))
  return isUsable ? url : undefined
}

function notTaken(kind: Kind): Problem {
  return usage(`${FLAGS[kind]} takes ${TAKES[kind]}`)
}

function isFileOrSecure(text: string): boolean {
  const url = new URL(text)
  return url.username === '' && url.password === '' && (url.protocol === 'file:' || isSecure(url))
}

/**
 * The profile with what was given in force, the last where several are for one upstream. Refused where it is not said
 * for which upstream, or, of a profile that was chosen, where it has no such.
 */
export function overridden(profile: Profile, overrides: readonly Override[], isChosen: boolean): Checked<Profile> {
  const upstreams = new Map(profile.upstreams)
  const [only, ...others] = upstreams.keys()
  const choices = [...upstreams.keys()].join(', ')
  for (const { kind, upstream, url } of overrides) {
    if (upstream === undefined && others.length > 0) {
      const example = `${FLAGS[kind]} ${only}=…`
      return refuse(
        usage(`${FLAGS[kind]} does not say which upstream of "${profile.id}" it is for (${choices}): write ${example}`),
      )
    }
    const name = upstream ?? only ?? ''
    const found = upstreams.get(name)
    if (found !== undefined) upstreams.set(name, OVERRIDES[found.kind](found, kind, url))
    else if (isChosen)
      return refuse(usage(`${FLAGS[kind]} names the upstream "${name}", which "${profile.id}" does not have`))
  }
  return pass(overrides.length === 0 ? profile : { ...profile, upstreams })
}

type Apply = (upstream: ProfileUpstream, kind: Kind, url: string) => ProfileUpstream

const OVERRIDES: Readonly<Record<ProfileUpstream['kind'], Apply>> = {
  openapi: (upstream, kind, url) => ({ ...upstream, [kind]: url }),
  // the server is its own contract, and no file
  mcp: (upstream, _kind, url) => (url.startsWith('file:') ? upstream : { ...upstream, ...hostedAt(url) }),
}

function usage(detail: string): Problem {
  return problem('USAGE', { source: 'usage' }, { detail })
}
