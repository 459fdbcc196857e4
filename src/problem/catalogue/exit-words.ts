/** An exit code → what it means, in a few words. */
import type { ExitCode } from './entry.ts'

export const EXIT_WORDS: Readonly<Record<ExitCode, string>> = {
  0: 'fine',
  1: 'a bug in the bridge',
  2: 'wrong usage',
  3: 'a contract cannot be loaded or understood',
  4: 'the profiles file is missing or malformed',
  5: 'the check failed',
  6: 'a credential is missing, malformed or refused',
  7: 'the API cannot be reached',
  8: 'the tool answered with an error, or the arguments were refused',
  9: 'the audit log cannot be written, or does not verify',
}
