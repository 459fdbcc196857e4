/** Problem code to exit code and words; with `explanations.ts` the only place where prose for people is written. */
import { allowlist } from './catalogue/allowlist.ts'
import { audit } from './catalogue/audit.ts'
import { call } from './catalogue/call.ts'
import { contract } from './catalogue/contract.ts'
import type { Entries } from './catalogue/entry.ts'
import { lock } from './catalogue/lock.ts'
import { profilesFile } from './catalogue/profiles-file.ts'
import { provability } from './catalogue/provability.ts'
import { setup } from './catalogue/setup.ts'
import { signIn } from './catalogue/sign-in.ts'
import { usage } from './catalogue/usage.ts'
import type { ProblemCode } from './problem.ts'

/** Every code, in the order of the stages. */
export const catalogue: Entries<ProblemCode> = {
  ...usage,
  ...profilesFile,
  ...contract,
  ...allowlist,
  ...provability,
  ...lock,
  ...call,
  ...signIn,
  ...setup,
  ...audit,
}
