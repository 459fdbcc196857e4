/** Problem code to what it means, why it is refused and what to do: more than a start has to load. */
import { allowlist } from './explanations/allowlist.ts'
import { audit } from './explanations/audit.ts'
import { call } from './explanations/call.ts'
import { contract } from './explanations/contract.ts'
import { lock } from './explanations/lock.ts'
import { profilesFile } from './explanations/profiles-file.ts'
import { provability } from './explanations/provability.ts'
import { setup } from './explanations/setup.ts'
import { signIn } from './explanations/sign-in.ts'
import { usage } from './explanations/usage.ts'
import type { ProblemCode } from './problem.ts'

/** Every code, in the order of the stages. */
export const explanations: Readonly<Record<ProblemCode, string>> = {
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
