/** A profile on this machine → how a client is to start the bridge for it. */
import { join, sep } from 'node:path'
import { packageRoot, pathOfFileUrl } from '../../node/files.ts'
import { credentialsIn } from '../../profile/issued.ts'
import type { Profile } from '../../profile/model.ts'
import { secretsOf } from '../../profile/secrets-of.ts'
import type { Context } from '../context.ts'
import type { Launch } from './model.ts'

/** Everything absolute: clients start what they start in a folder of their own. `uri` is the profiles file's. */
export function launchOf({ options }: Context, profile: Profile, uri: string, name: string): Launch {
  const references = options.allowRefs === undefined ? [] : ['--allow-refs', options.allowRefs]
  return {
    name,
    command: process.execPath,
    args: [programPath(), 'start', '--profiles', placeOf(uri), '--profile', profile.id, ...references],
    variables: variablesOf(profile),
  }
}

/** The variables that a profile takes secrets from, each once. */
export function variablesOf({ upstreams }: Profile): readonly string[] {
  const credentials = [...upstreams.values()].flatMap(({ auth }) => credentialsIn(auth))
  return [...new Set(credentials.flatMap((one) => secretsOf(one).map(({ env }) => env)))]
}

/** The name of an entry where nobody gives one: clients put it before each tool's. */
export function entryName({ id }: Profile): string {
  return id.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40) || 'drawbridge'
}

/** The program that runs now. */
export function programPath(): string {
  const root = packageRoot()
  if (root === undefined) throw new Error('the package folder is not there')
  return join(root, 'bin', 'bridge.js')
}

/** What `npx` downloaded is where npm may empty it at any time. */
export function isPassing(path: string): boolean {
  return path.split(sep).includes('_npx')
}

function placeOf(url: string): string {
  return pathOfFileUrl(new URL(url)) ?? url
}
