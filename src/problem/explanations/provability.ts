/** Problem code → what it means, why it is refused and what to do: operations that are there but can't be called as the contract has them. */
import type { ProvabilityCode } from '../catalogue/provability.ts'

export const provability: Readonly<Record<ProvabilityCode, string>> = {
  OPERATION_INVALID:
    'The operation is in the contract, but in a form that the OpenAPI specification does not give a meaning.',
  PARAMETER_UNSUPPORTED:
    'A parameter that could not be written exactly as the contract says would reach the API with another meaning. An error where it is required, else a warning: the tool then lacks it.',
  PARAMETER_CREDENTIAL:
    'A model must not be able to send another credential than yours, or to change how the connection works. Such parameters are left out of the tools; the credential itself comes from "auth". Where that is sent anyway and the parameter is optional, "bridge tools" names it and nothing is wrong.',
  PARAMETER_MAY_BE_CREDENTIAL:
    'Names such as "token" and "key" stand for credentials in some contracts and for ordinary things in others. Unless the contract or the profile uses the name for a credential, the parameter is an argument that the model fills.',
  PATH_PARAMETER_UNDECLARED:
    'A placeholder without a parameter can not be filled in, so the operation can not be called.',
  BODY_UNSUPPORTED:
    'The bridge writes JSON, forms, multipart, text, XML given as text, and binary content given as base64.',
  REFERENCE_UNRESOLVED: 'An allowlisted operation reaches a "$ref" whose target is not in the contract.',
  REFERENCE_EXTERNAL:
    'References to other files and hosts are not followed unless told: they would let the contract make this machine read whatever they name, and change without being seen. "--allow-refs same-directory" follows those to the folder of the contract and below, "same-origin" those to its origin; nothing else is ever read.',
  SCHEMA_INVALID:
    'The schema of an argument or body breaks the rules of JSON Schema, so values can not be checked against it.',
  SECURITY_UNSATISFIED:
    'Each operation is called with the first of its security alternatives that "auth" satisfies wholly. A bearer credential serves http bearer, oauth2 and openIdConnect; an apiKey must agree in place and name.',
  SECURITY_SCHEME_UNKNOWN: 'The names in "auth.schemes" are those of the security schemes in the contract.',
  SERVER_MISSING:
    '"baseUrl" may be left out only where the contract has one absolute server, on the origin that the contract itself came from. Otherwise the token could go to a host that nobody named.',
  SERVER_NOT_PERMITTED:
    'The token goes to the origin of "baseUrl" only. Other origins that a contract names are permitted one by one.',
  SERVER_IGNORED:
    '"baseUrl" replaces the servers of the contract. This is said so that a mistake in either is noticed.',
  SERVER_PATH_IGNORED:
    '"baseUrl" replaces the server of the contract wholly, its path included. A missing path usually gives 404 on every call.',
  TEXT_CLEANED:
    'Control, bidirectional and invisible characters are taken out of descriptions, because a model reads what a person does not see.',
  TEXT_HIDDEN:
    'Values that an argument may have, defaults, patterns and names of properties are shown to the model and sent to the API exactly as the contract has them. Invisible characters in them can carry orders to the model.',
  TEXT_SUSPICIOUS:
    'A description is part of what the model is told, so whoever writes the contract can try to give it orders. The text is shown to the model as it is: nobody can tell orders from words for certain. Pin it with "bridge lock" once it is read.',
  OUTPUT_SCHEMA_LEFT_OUT:
    'The profile asks for output schemas. This one could not be made from the contract; the tool works all the same, and its answers are text.',
  PATTERN_NOT_ENFORCED:
    'Patterns are decided in time that grows with the text only. One for which that is not possible, or that is no ECMAScript regular expression, is left to the API.',
  CONTRACT_INVALID:
    'This does not concern an allowlisted operation, or does not hinder it. It is a warning for those who maintain the contract.',
}
