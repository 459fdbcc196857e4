/** Problem code → what it means, why it is refused and what to do: how the bridge was called. */
import type { UsageCode } from '../catalogue/usage.ts'

export const usage: Readonly<Record<UsageCode, string>> = {
  USAGE: 'The command line has an option, a value or a command that the bridge does not know.',
  PROFILE_UNKNOWN:
    'The profile named by --profile or MCP_PROFILE is not in the profiles file. Names are compared exactly, upper and lower case included. "bridge profiles" lists them.',
  PROFILE_AMBIGUOUS:
    'A profile is chosen by --profile, else by MCP_PROFILE, else by "defaultProfile" in the profiles file, else it is the only one. The bridge never guesses.',
  TOOL_UNKNOWN:
    'Only the operations of the allowlist are tools, under the names that "bridge tools" prints. An operation of the contract that is not in the allowlist can not be called.',
  CODE_UNKNOWN: '"bridge explain" takes one of the codes that the bridge prints with its problems.',
  ARGS_UNPARSABLE:
    '"bridge call" takes the arguments of a tool one by one behind its name (name=value, whose text is read as the argument wants it, or name:=JSON), each with --arg, or all as one JSON object (--args). The shell must hand the JSON over as a single word: put it in single quotes.',
  TLS_VERIFICATION_DISABLED:
    'With NODE_TLS_REJECT_UNAUTHORIZED=0, Node.js accepts any certificate, so whoever sits in between gets the token. Every command that uses the network refuses to run with it.',
  INPUT_LINE_TOO_LONG:
    'MCP over stdio sends each message as one line. A line beyond the limit ends the session, because what follows can no longer be told apart.',
  INTERNAL: 'The bridge met a state that its own rules exclude. Nothing that you configured should cause this.',
}
