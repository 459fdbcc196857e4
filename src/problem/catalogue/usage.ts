/** What the catalogue says about how the bridge was called. */
import type { Entries } from './entry.ts'
import { bytes, didYouMean, either, quote, sentences } from './phrases.ts'

export type UsageCode =
  | 'USAGE'
  | 'PROFILE_UNKNOWN'
  | 'PROFILE_AMBIGUOUS'
  | 'TOOL_UNKNOWN'
  | 'CODE_UNKNOWN'
  | 'ARGS_UNPARSABLE'
  | 'TLS_VERIFICATION_DISABLED'
  | 'INPUT_LINE_TOO_LONG'
  | 'INTERNAL'

export const usage: Entries<UsageCode> = {
  USAGE: {
    exit: 2,
    message: ({ detail }) => detail,
    hint: () => 'Run "bridge --help", or "bridge COMMAND --help".',
  },
  PROFILE_UNKNOWN: {
    exit: 2,
    message: ({ profile }) => `the profiles file has no profile ${quote(profile)}`,
    hint: ({ nearest, choices }) => sentences(didYouMean(nearest), `It has ${either(choices)}.`),
  },
  PROFILE_AMBIGUOUS: {
    exit: 2,
    message: () => 'the profiles file has several profiles, and none was chosen',
    hint: ({ choices }) =>
      `Choose ${either(choices)} with --profile or MCP_PROFILE, or set "defaultProfile" in the file.`,
  },
  TOOL_UNKNOWN: {
    exit: 2,
    message: ({ tool }) => `this profile has no tool ${quote(tool)}`,
    hint: ({ nearest }) => sentences(didYouMean(nearest), 'Run "bridge tools" for the list.'),
  },
  CODE_UNKNOWN: {
    exit: 2,
    message: ({ code }) => `there is no problem code ${quote(code)}`,
    hint: ({ nearest }) => sentences(didYouMean(nearest), 'Run "bridge explain" for the list.'),
  },
  ARGS_UNPARSABLE: {
    exit: 2,
    message: ({ detail }) => `the arguments can't be read: ${detail}`,
    hint: () => `Write name=value for each, name:='["a", "b"]' for JSON, or --args '{"name": "value"}' for all.`,
  },
  TLS_VERIFICATION_DISABLED: {
    exit: 2,
    message: () => 'NODE_TLS_REJECT_UNAUTHORIZED=0 is set: it would let anyone on the network read the token',
    hint: () => 'Unset it. For a certificate authority of your own, set NODE_EXTRA_CA_CERTS to its file.',
  },
  INPUT_LINE_TOO_LONG: {
    exit: 2,
    message: ({ limit }) => `the client sent a line of more than ${bytes(limit)}`,
    hint: () => 'A message of the protocol is one line. Send large files to the API by other means.',
  },
  INTERNAL: {
    exit: 1,
    message: () => 'something went wrong inside the bridge',
    hint: () => 'This is a bug. Please report it with the output above and what you did.',
  },
}
