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
    explain: 'The operation is in the contract, but in a form that the OpenAPI specification does not give a meaning.',
  },
  PARAMETER_UNSUPPORTED: {
    exit: 5,
    message: ({ parameter, in: place, detail }) =>
      `the ${place} parameter ${quote(parameter)} can't be sent as the contract has it: ${detail}`,
    hint: () => undefined,
    explain:
      'A parameter that could not be written exactly as the contract says would reach the API with another meaning. An error where it is required, else a warning: the tool then lacks it.',
  },
  PARAMETER_CREDENTIAL: {
    exit: 5,
    message: ({ parameter, in: place }) =>
      `the ${place} parameter ${quote(parameter)} carries a credential or belongs to the connection, so it is no argument of the tool`,
    hint: () => 'Where the operation requires it, give the credential in "auth".',
    explain:
      'A model must not be able to send another credential than yours, or to change how the connection works. Such parameters are left out of the tools; the credential itself comes from "auth". Where that is sent anyway and the parameter is optional, "bridge tools" names it and nothing is wrong.',
  },
  PARAMETER_MAY_BE_CREDENTIAL: {
    exit: 5,
    message: ({ parameter, in: place }) =>
      `the ${place} parameter ${quote(parameter)} may be meant for a credential, and is an argument of the tool`,
    hint: () => 'If it is one: forbid the argument, or give the profile a credential in that place and of that name.',
    explain:
      'Names such as "token" and "key" stand for credentials in some contracts and for ordinary things in others. Unless the contract or the profile uses the name for a credential, the parameter is an argument that the model fills.',
  },
  PATH_PARAMETER_UNDECLARED: {
    exit: 5,
    message: ({ parameter, path }) => `the path ${path} needs {${parameter}}, which is no parameter of the operation`,
    hint: () => 'Have the contract corrected: every placeholder of a path needs a path parameter.',
    explain: 'A placeholder without a parameter can not be filled in, so the operation can not be called.',
  },
  BODY_UNSUPPORTED: {
    exit: 5,
    message: ({ mediaTypes, detail }) =>
      `the request body${mediaTypes.length === 0 ? '' : ` (${mediaTypes.join(', ')})`} can't be sent: ${detail}`,
    hint: () => undefined,
    explain: 'The bridge writes JSON, forms, multipart, text, XML given as text, and binary content given as base64.',
  },
  REFERENCE_UNRESOLVED: {
    exit: 5,
    message: ({ reference, detail }) => `the reference ${quote(reference)} leads nowhere: ${detail}`,
    hint: () => 'Have the contract corrected.',
    explain: 'An allowlisted operation reaches a "$ref" whose target is not in the contract.',
  },
  REFERENCE_EXTERNAL: {
    exit: 5,
    message: ({ reference }) => `the reference ${quote(reference)} leads out of the contract`,
    hint: () =>
      'Allow the other documents of the contract with "--allow-refs same-directory" or "--allow-refs same-origin", or bundle it into one file.',
    explain:
      'References to other files and hosts are not followed unless told: they would let the contract make this machine read whatever they name, and change without being seen. "--allow-refs same-directory" follows those to the folder of the contract and below, "same-origin" those to its origin; nothing else is ever read.',
  },
  SCHEMA_INVALID: {
    exit: 5,
    message: ({ detail }) => `a schema of the contract is not valid: ${detail}`,
    hint: () => undefined,
    explain:
      'The schema of an argument or body breaks the rules of JSON Schema, so values can not be checked against it.',
  },
  SECURITY_UNSATISFIED: {
    exit: 5,
    message: ({ operation, needs, has }) =>
      `${quote(operation)} asks for ${needs.length === 0 ? 'a credential' : either(needs, false)}; the profile has ${has}`,
    hint: () =>
      'Change "auth" to what the contract asks for. Where the contract is wrong, "applies": "always" sends the credential anyway.',
    explain:
      'Each operation is called with the first of its security alternatives that "auth" satisfies wholly. A bearer credential serves http bearer, oauth2 and openIdConnect; an apiKey must agree in place and name.',
  },
  SECURITY_SCHEME_UNKNOWN: {
    exit: 5,
    message: ({ scheme }) => `"auth.schemes" names ${quote(scheme)}, which the contract does not declare`,
    hint: ({ nearest }) => didYouMean(nearest),
    explain: 'The names in "auth.schemes" are those of the security schemes in the contract.',
  },
  SERVER_MISSING: {
    exit: 5,
    message: ({ detail }) => `it is not clear where requests should go: ${detail}`,
    hint: () => 'Write "baseUrl" into the "upstream" of the profile.',
    explain:
      '"baseUrl" may be left out only where the contract has one absolute server, on the origin that the contract itself came from. Otherwise the token could go to a host that nobody named.',
  },
  SERVER_NOT_PERMITTED: {
    exit: 5,
    message: ({ server, permitted }) =>
      `the contract sends this to ${quote(server)}; permitted is ${either(permitted)}`,
    hint: () => 'If that host may have the token, set "baseUrl" or list it in "upstream.servers".',
    explain:
      'The token goes to the origin of "baseUrl" only. Other origins that a contract names are permitted one by one.',
  },
  SERVER_IGNORED: {
    exit: 5,
    message: ({ server, baseUrl }) =>
      `the contract's server ${quote(server)} is on another origin than "baseUrl" (${baseUrl}); nothing is sent there`,
    hint: () => undefined,
    explain: '"baseUrl" replaces the servers of the contract. This is said so that a mistake in either is noticed.',
  },
  SERVER_PATH_IGNORED: {
    exit: 5,
    message: ({ server, baseUrl }) =>
      `the contract's server ${quote(server)} has a path that "baseUrl" (${baseUrl}) lacks`,
    hint: () => 'Add the path to "baseUrl" if the API lives there.',
    explain:
      '"baseUrl" replaces the server of the contract wholly, its path included. A missing path usually gives 404 on every call.',
  },
  TEXT_CLEANED: {
    exit: 5,
    message: ({ what, removed }) => `${what} was cleaned before it becomes part of a tool: ${removed}`,
    hint: () => 'Look at the text in the contract: hidden characters can carry instructions that people do not see.',
    explain:
      'Control, bidirectional and invisible characters are taken out of descriptions, because a model reads what a person does not see.',
  },
  TEXT_HIDDEN: {
    exit: 5,
    message: ({ what, hidden }) => `${what} has characters that people do not see: ${hidden}`,
    hint: () =>
      'It is sent to the API as it is, so nothing was taken out. Ask whoever writes the contract, or "forbid" it.',
    explain:
      'Values that an argument may have, defaults, patterns and names of properties are shown to the model and sent to the API exactly as the contract has them. Invisible characters in them can carry orders to the model.',
  },
  TEXT_SUSPICIOUS: {
    exit: 5,
    message: ({ what, found }) => `${what} has what reads like an order to the model: ${quote(found)}`,
    hint: () =>
      'Read the text in the contract. A "description" of the entry in the profile replaces that of the operation.',
    explain:
      'A description is part of what the model is told, so whoever writes the contract can try to give it orders. The text is shown to the model as it is: nobody can tell orders from words for certain. Pin it with "bridge lock" once it is read.',
  },
  OUTPUT_SCHEMA_LEFT_OUT: {
    exit: 5,
    message: ({ detail }) => `the tool is listed without an output schema: ${detail}`,
    hint: () => 'Remove "outputSchema" from the entry, or have the contract say what is answered.',
    explain:
      'The profile asks for output schemas. This one could not be made from the contract; the tool works all the same, and its answers are text.',
  },
  PATTERN_NOT_ENFORCED: {
    exit: 5,
    message: ({ pattern, detail }) =>
      `the pattern ${quote(pattern)} is not checked before sending: ${PATTERN_FAULTS.get(detail) ?? detail}`,
    hint: () => 'The API still checks it.',
    explain:
      'Patterns are decided in time that grows with the text only. One for which that is not possible, or that is no ECMAScript regular expression, is left to the API.',
  },
  CONTRACT_INVALID: {
    exit: 5,
    message: ({ detail }) => `the contract breaks the OpenAPI specification: ${detail}`,
    hint: () => undefined,
    explain:
      'This does not concern an allowlisted operation, or does not hinder it. It is a warning for those who maintain the contract.',
  },
}

/** The faults of a pattern in words. */
const PATTERN_FAULTS: ReadonlyMap<string, string> = new Map([
  ['syntax', 'it is no ECMAScript regular expression'],
  ['unsupported', 'it looks around, refers to groups, repeats too often, or has no certain meaning'],
])
