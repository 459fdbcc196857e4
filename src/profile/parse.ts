/** The text of a profiles file to its model, or everything that is wrong with it. */
import { isObject, member } from '../lib/json.ts'
import type { JsonFault } from '../lib/json-fault.ts'
import { nearest } from '../lib/nearest.ts'
import { parseExactJson } from '../lib/parse-exact-json.ts'
import { lineOfPointer } from '../lib/pointer-lines.ts'
import { type Checked, refuse, unlessErrors } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { ProfilesFile } from './model.ts'
import { permissions } from './permission.ts'
import { profile } from './profile.ts'
import {
  atLeastOne,
  invalid,
  mapOf,
  object,
  optional,
  type Place,
  type Read,
  type Report,
  required,
  text,
} from './reader.ts'
import { reportSecrets } from './secret.ts'

/**
 * Reads the file alone: no contract, no environment, no network. `uri` is the file's absolute URL; paths in it are
 * relative to that. Problems have the line that they are on.
 */
export function parseProfiles(source: string, uri: string): Checked<ProfilesFile> {
  const parsed = parseExactJson(source)
  if (!parsed.ok) return refuse(problemOfFault(parsed.error, uri))
  const problems = new Map<string, Problem>()
  const report: Report = (code, { pointer, operation }, args) => {
    const line = lineOfPointer(source, pointer)
    const at = { source: 'profile', uri, pointer, ...(line === undefined ? {} : { line }) } as const
    // two rules may see the same fault
    problems.set(`${code} ${pointer} ${JSON.stringify(args)}`, problem(code, at, args, operation))
  }
  const root: Place = { value: parsed.value, pointer: '', key: 'the file', report }
  reportSecrets(root)
  const file = readFile(root, uri)
  const ordered = [...problems.values()].sort((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0))
  return unlessErrors(ordered, () => {
    if (file === undefined) throw new Error('a profiles file without problems was not read')
    return file
  })
}

function readFile(root: Place, uri: string): ProfilesFile | undefined {
  const read = object({
    $schema: optional(text),
    version: required(version),
    defaultProfile: optional(profileName(root)),
    permissions: optional(permissions),
    profiles: required(atLeastOne(mapOf(profile(root, uri)))),
  })(root)
  if (read === undefined) return undefined
  const { defaultProfile, profiles, permissions: declared = new Map() } = read
  return { uri, profiles, permissions: declared, ...(defaultProfile === undefined ? {} : { defaultProfile }) }
}

/** The name of a profile in the file. */
function profileName(root: Place): Read<string> {
  const profiles = isObject(root.value) ? member(root.value, 'profiles') : undefined
  const names = isObject(profiles) ? Object.keys(profiles) : []
  return (place) => {
    const name = text(place)
    if (name === undefined || names.includes(name)) return name
    place.report('DEFAULT_PROFILE_UNKNOWN', place, { profile: name, nearest: nearest(name, names) })
    return undefined
  }
}

const version: Read<1> = (place) => (place.value === 1 ? 1 : invalid(place, '1'))

function problemOfFault(fault: JsonFault, uri: string): Problem {
  const at = { source: 'profile', uri } as const
  if (fault.kind === 'duplicate-key') {
    const { key, pointer, line } = fault
    return problem('PROFILES_DUPLICATE_KEY', { ...at, pointer, line }, { key })
  }
  if (fault.kind === 'too-deep')
    return problem('PROFILES_NOT_JSON', at, { detail: `it is nested more than ${fault.limit} levels deep` })
  const { line, column } = fault
  return problem(
    'PROFILES_NOT_JSON',
    { ...at, line },
    { detail: `something is wrong at line ${line}, column ${column}` },
  )
}
