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
    explain: 'The command line has an option, a value or a command that the bridge does not know.',
  },
  PROFILE_UNKNOWN: {
    exit: 2,
    message: ({ profile }) => `the profiles file has no profile ${quote(profile)}`,
    hint: ({ nearest, choices }) => sentences(didYouMean(nearest), `It has ${either(choices)}.`),
    explain:
      'The profile named by --profile or MCP_PROFILE is not in the profiles file. Names are compared exactly, upper and lower case included. "bridge profiles" lists them.',
  },
  PROFILE_AMBIGUOUS: {
    exit: 2,
    message: () => 'the profiles file has several profiles, and none was chosen',
    hint: ({ choices }) =>
      `Choose ${either(choices)} with --profile or MCP_PROFILE, or set "defaultProfile" in the file.`,
    explain:
      'A profile is chosen by --profile, else by MCP_PROFILE, else by "defaultProfile" in the profiles file, else it is the only one. The bridge never guesses.',
  },
  TOOL_UNKNOWN: {
    exit: 2,
    message: ({ tool }) => `this profile has no tool ${quote(tool)}`,
    hint: ({ nearest }) => sentences(didYouMean(nearest), 'Run "bridge tools" for the list.'),
    explain:
      'Only the operations of the allowlist are tools, under the names that "bridge tools" prints. An operation of the contract that is not in the allowlist can not be called.',
  },
  CODE_UNKNOWN: {
    exit: 2,
    message: ({ code }) => `there is no problem code ${quote(code)}`,
    hint: ({ nearest }) => sentences(didYouMean(nearest), 'Run "bridge explain" for the list.'),
    explain: '"bridge explain" takes one of the codes that the bridge prints with its problems.',
  },
  ARGS_UNPARSABLE: {
    exit: 2,
    message: ({ detail }) => `the arguments can't be read: ${detail}`,
    hint: () => `Write name=value for each, name:='["a", "b"]' for JSON, or --args '{"name": "value"}' for all.`,
    explain:
      '"bridge call" takes the arguments of a tool one by one behind its name (name=value, whose text is read as the argument wants it, or name:=JSON), each with --arg, or all as one JSON object (--args). The shell must hand the JSON over as a single word: put it in single quotes.',
  },
  TLS_VERIFICATION_DISABLED: {
    exit: 2,
    message: () => 'NODE_TLS_REJECT_UNAUTHORIZED=0 is set: it would let anyone on the network read the token',
    hint: () => 'Unset it. For a certificate authority of your own, set NODE_EXTRA_CA_CERTS to its file.',
    explain:
      'With NODE_TLS_REJECT_UNAUTHORIZED=0, Node.js accepts any certificate, so whoever sits in between gets the token. Every command that uses the network refuses to run with it.',
  },
  INPUT_LINE_TOO_LONG: {
    exit: 2,
    message: ({ limit }) => `the client sent a line of more than ${bytes(limit)}`,
    hint: () => 'A message of the protocol is one line. Send large files to the API by other means.',
    explain:
      'MCP over stdio sends each message as one line. A line beyond the limit ends the session, because what follows can no longer be told apart.',
  },
  INTERNAL: {
    exit: 1,
    message: () => 'something went wrong inside the bridge',
    hint: () => 'This is a bug. Please report it with the output above and what you did.',
    explain: 'The bridge met a state that its own rules exclude. Nothing that you configured should cause this.',
  },
}
