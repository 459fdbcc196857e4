/** `bridge schema`: the JSON Schema of the profiles file. */
import type { ExitCode } from '../../problem/exit.ts'
import { profilesSchema } from '../../profile/profile-schema.ts'
import type { Context } from '../context.ts'

export async function schema({ terminal }: Context): Promise<ExitCode> {
  terminal.out.write(`${JSON.stringify(profilesSchema, undefined, 2)}\n`)
  return 0
}
