/** What the catalogue says about operations that are there but can't be called as the contract has them. */
import type { Entries } from './entry.ts'
import { didYouMean, either, quote } from './phrases.ts'

export type ProvabilityCode =
  | 'OPERATION_INVALID'
  | 'PARAMETER_UNSUPPORTED'
  | 'PARAMETER_CREDENTIAL'
  | 'PARAMETER_MAY_BE_CREDENTIAL'
  | 'PATH_PARAMETER_UNDECLARED'
  | 'BODY_UNSUPPORTED'
  | 'REFERENCE_UNRESOLVED'
  | 'REFERENCE_EXTERNAL'
  | 'SCHEMA_INVALID'
  | 'SECURITY_UNSATISFIED'
  | 'SECURITY_SCHEME_UNKNOWN'
  | 'SERVER_MISSING'
  | 'SERVER_NOT_PERMITTED'
  | 'SERVER_IGNORED'
  | 'SERVER_PATH_IGNORED'
  | 'TEXT_CLEANED'
  | 'TEXT_HIDDEN'
  | 'TEXT_SUSPICIOUS'
  | 'OUTPUT_SCHEMA_LEFT_OUT'
  | 'PATTERN_NOT_ENFORCED'
  | 'CONTRACT_INVALID'

export const provability: Entries<ProvabilityCode> = {
  OPERATION_INVALID: {
    exit: 5,
    message: ({ operation, detail }) => `the contract's ${quote(operation)} can't be understood: ${detail}`,
    hint: () => 'Have the contract corrected, or remove the entry.',
  },
  PARAMETER_UNSUPPORTED: {
    exit: 5,
    message: ({ parameter, in: place, detail }) =>
      `the ${place} parameter ${quote(parameter)} can't be sent as the contract has it: ${detail}`,
    hint: () => undefined,
  },
  PARAMETER_CREDENTIAL: {
    exit: 5,
    message: ({ parameter, in: place }) =>
      `the ${place} parameter ${quote(parameter)} carries a credential or belongs to the connection, so it is no argument of the tool`,
    hint: () => 'Where the operation requires it, give the credential in "auth".',
  },
  PARAMETER_MAY_BE_CREDENTIAL: {
    exit: 5,
    message: ({ parameter, in: place }) =>
      `the ${place} parameter ${quote(parameter)} may be meant for a credential, and is an argument of the tool`,
    hint: () => 'If it is one: forbid the argument, or give the profile a credential in that place and of that name.',
  },
  PATH_PARAMETER_UNDECLARED: {
    exit: 5,
    message: ({ parameter, path }) => `the path ${path} needs {${parameter}}, which is no parameter of the operation`,
    hint: () => 'Have the contract corrected: every placeholder of a path needs a path parameter.',
  },
  BODY_UNSUPPORTED: {
    exit: 5,
    message: ({ mediaTypes, detail }) =>
      `the request body${mediaTypes.length === 0 ? '' : ` (${mediaTypes.join(', ')})`} can't be sent: ${detail}`,
    hint: () => undefined,
  },
  REFERENCE_UNRESOLVED: {
    exit: 5,
    message: ({ reference, detail }) => `the reference ${quote(reference)} leads nowhere: ${detail}`,
    hint: () => 'Have the contract corrected.',
  },
  REFERENCE_EXTERNAL: {
    exit: 5,
    message: ({ reference }) => `the reference ${quote(reference)} leads out of the contract`,
    hint: () =>
      'Allow the other documents of the contract with "--allow-refs same-directory" or "--allow-refs same-origin", or bundle it into one file.',
  },
  SCHEMA_INVALID: {
    exit: 5,
    message: ({ detail }) => `a schema of the contract is not valid: ${detail}`,
    hint: () => undefined,
  },
  SECURITY_UNSATISFIED: {
    exit: 5,
    message: ({ operation, needs, has }) =>
      `${quote(operation)} asks for ${needs.length === 0 ? 'a credential' : either(needs, false)}; the profile has ${has}`,
    hint: () =>
      'Change "auth" to what the contract asks for. Where the contract is wrong, "applies": "always" sends the credential anyway.',
  },
  SECURITY_SCHEME_UNKNOWN: {
    exit: 5,
    message: ({ scheme }) => `"auth.schemes" names ${quote(scheme)}, which the contract does not declare`,
    hint: ({ nearest }) => didYouMean(nearest),
  },
  SERVER_MISSING: {
    exit: 5,
    message: ({ detail }) => `it is not clear where requests should go: ${detail}`,
    hint: () => 'Write "baseUrl" into the "upstream" of the profile.',
  },
  SERVER_NOT_PERMITTED: {
    exit: 5,
    message: ({ server, permitted }) =>
      `the contract sends this to ${quote(server)}; permitted is ${either(permitted)}`,
    hint: () => 'If that host may have the token, set "baseUrl" or list it in "upstream.servers".',
  },
  SERVER_IGNORED: {
    exit: 5,
    message: ({ server, baseUrl }) =>
      `the contract's server ${quote(server)} is on another origin than "baseUrl" (${baseUrl}); nothing is sent there`,
    hint: () => undefined,
  },
  SERVER_PATH_IGNORED: {
    exit: 5,
    message: ({ server, baseUrl }) =>
      `the contract's server ${quote(server)} has a path that "baseUrl" (${baseUrl}) lacks`,
    hint: () => 'Add the path to "baseUrl" if the API lives there.',
  },
  TEXT_CLEANED: {
    exit: 5,
    message: ({ what, removed }) => `${what} was cleaned before it becomes part of a tool: ${removed}`,
    hint: () => 'Look at the text in the contract: hidden characters can carry instructions that people do not see.',
  },
  TEXT_HIDDEN: {
    exit: 5,
    message: ({ what, hidden }) => `${what} has characters that people do not see: ${hidden}`,
    hint: () =>
      'It is sent to the API as it is, so nothing was taken out. Ask whoever writes the contract, or "forbid" it.',
  },
  TEXT_SUSPICIOUS: {
    exit: 5,
    message: ({ what, found }) => `${what} has what reads like an order to the model: ${quote(found)}`,
    hint: () =>
      'Read the text in the contract. A "description" of the entry in the profile replaces that of the operation.',
  },
  OUTPUT_SCHEMA_LEFT_OUT: {
    exit: 5,
    message: ({ detail }) => `the tool is listed without an output schema: ${detail}`,
    hint: () => 'Remove "outputSchema" from the entry, or have the contract say what is answered.',
  },
  PATTERN_NOT_ENFORCED: {
    exit: 5,
    message: ({ pattern, detail }) =>
      `the pattern ${quote(pattern)} is not checked before sending: ${PATTERN_FAULTS.get(detail) ?? detail}`,
    hint: () => 'The API still checks it.',
  },
  CONTRACT_INVALID: {
    exit: 5,
    message: ({ detail }) => `the contract breaks the OpenAPI specification: ${detail}`,
    hint: () => undefined,
  },
}

/** The faults of a pattern in words. */
const PATTERN_FAULTS: ReadonlyMap<string, string> = new Map([
  ['syntax', 'it is no ECMAScript regular expression'],
  ['unsupported', 'it looks around, refers to groups, repeats too often, or has no certain meaning'],
])
