/** What the catalogue says about allowlist entries and the names, permissions and arguments that they give. */
import type { Entries } from './entry.ts'
import { didYouMean, quote, sentences, together } from './phrases.ts'

export type AllowlistCode =
  | 'OPERATION_NOT_FOUND'
  | 'RESOURCE_NOT_FOUND'
  | 'OPERATION_AMBIGUOUS'
  | 'OPERATION_LISTED_TWICE'
  | 'OPERATION_INTERNAL'
  | 'OPERATION_DEPRECATED'
  | 'METHOD_UNSUPPORTED'
  | 'ACCESS_UNDECLARED'
  | 'ACCESS_CONTRADICTS_METHOD'
  | 'PERMISSION_NOT_GRANTED'
  | 'TOOL_NAME_DERIVED_ILLEGAL'
  | 'TOOL_NAME_COLLISION'
  | 'TOOL_NAME_LONG'
  | 'TOOLS_TOO_MANY'
  | 'TOOL_BUDGET_EXCEEDED'
  | 'ARGUMENT_UNKNOWN'
  | 'ARGUMENT_PIN_INVALID'
  | 'ARGUMENT_MAX_INVALID'
  | 'ARGUMENT_FORBID_REQUIRED'

/** A list that a credential narrows looks the same for what is not there and for what is not granted. */
function unlisted(credentialled: boolean): string {
  return credentialled ? 'it is absent, or not granted to this token' : 'it is absent, or not listed without a token'
}

export const allowlist: Entries<AllowlistCode> = {
  OPERATION_NOT_FOUND: {
    exit: 5,
    message: ({ operation, credentialled }) =>
      credentialled === undefined
        ? `the contract has no operation ${quote(operation)}`
        : `the server lists no tool ${quote(operation)}: ${unlisted(credentialled)}`,
    hint: ({ nearest }) => sentences(didYouMean(nearest), 'Run "bridge operations" for the list.'),
  },
  RESOURCE_NOT_FOUND: {
    exit: 5,
    message: ({ resource, credentialled }) =>
      `the server lists no resource ${quote(resource)}: ${unlisted(credentialled)}`,
    hint: ({ nearest }) => didYouMean(nearest),
  },
  OPERATION_AMBIGUOUS: {
    exit: 5,
    message: ({ operation, places }) =>
      `${quote(operation)} means several operations of the contract: ${together(places)}`,
    hint: ({ places }) => `Name the one that is meant by method and path, such as ${quote(places[0] ?? 'GET /path')}.`,
  },
  OPERATION_LISTED_TWICE: {
    exit: 5,
    message: ({ operation, first }) => `${quote(operation)} is the operation that ${quote(first)} already lists`,
    hint: () => 'Remove one of the two entries.',
  },
  OPERATION_INTERNAL: {
    exit: 5,
    message: ({ operation, because }) => `${quote(operation)} is an internal operation: ${because}`,
    hint: () => 'Add "internal": true to the entry if the agent is really meant to have it.',
  },
  OPERATION_DEPRECATED: {
    exit: 5,
    message: ({ operation }) => `the contract calls ${quote(operation)} deprecated`,
    hint: () => 'It still works. Look for what replaces it before it is removed.',
  },
  METHOD_UNSUPPORTED: {
    exit: 5,
    message: ({ method, detail }) => `the method ${method} can't be used for a tool: ${detail}`,
    hint: () => undefined,
  },
  ACCESS_UNDECLARED: {
    exit: 5,
    message: ({ operation, method }) => `${quote(operation)} is a ${method}, and a bare name allows reading only`,
    hint: ({ operation, method }) =>
      `Write { "operation": ${JSON.stringify(operation)}, "access": "${method === 'DELETE' ? 'destructive' : 'write'}" } ("read" for a search that changes nothing, "spend" where it costs money).`,
  },
  ACCESS_CONTRADICTS_METHOD: {
    exit: 5,
    message: ({ operation, access, method }) =>
      `${quote(operation)} is a ${method}, which does not go with "access": ${quote(access)}`,
    hint: ({ access }) =>
      access === 'read' ? 'Write "write" or "destructive".' : 'Write "read" if it changes nothing.',
  },
  PERMISSION_NOT_GRANTED: {
    exit: 5,
    message: ({ operation, missing }) =>
      `${quote(operation)} requires ${together(missing)}, which the profile does not grant`,
    hint: () => 'Add what is missing to "grants", or remove the entry.',
  },
  TOOL_NAME_DERIVED_ILLEGAL: {
    exit: 5,
    message: ({ operation, name, detail }) => `${quote(operation)} would become the tool ${quote(name)}: ${detail}`,
    hint: () => 'Give the entry a "name" of its own.',
  },
  TOOL_NAME_COLLISION: {
    exit: 5,
    message: ({ name, operations }) => `${together(operations)} would both be the tool ${quote(name)}`,
    hint: () => 'Give one of the entries a "name" of its own.',
  },
  TOOL_NAME_LONG: {
    exit: 5,
    message: ({ name, length }) => `the tool name ${quote(name)} has ${length} characters; some clients cut long names`,
    hint: () => 'Give the entry a shorter "name": clients put a prefix of their own before it.',
  },
  TOOLS_TOO_MANY: {
    exit: 5,
    message: ({ count, limit }) =>
      `the profile has ${count} tools; from ${limit} on, clients drop tools or models choose badly`,
    hint: () => 'Split the profile by task.',
  },
  TOOL_BUDGET_EXCEEDED: {
    exit: 5,
    message: ({ tokens, limit, largest }) =>
      `the tool definitions have about ${tokens} tokens, and the profile allows ${limit}; the largest: ${largest.map((one) => `${one.tool} (${one.tokens})`).join(', ')}`,
    hint: () =>
      'Give large tools a short "description", forbid arguments that are not needed, remove entries, or raise "limits.toolTokens".',
  },
  ARGUMENT_UNKNOWN: {
    exit: 5,
    message: ({ argument, key }) => `${quote(key)} names the argument ${quote(argument)}, which the tool does not have`,
    hint: ({ nearest }) => sentences(didYouMean(nearest), 'Run "bridge tools" for the arguments of each tool.'),
  },
  ARGUMENT_PIN_INVALID: {
    exit: 5,
    message: ({ argument, detail }) => `the value pinned for ${quote(argument)} is not valid: ${detail}`,
    hint: () => undefined,
  },
  ARGUMENT_MAX_INVALID: {
    exit: 5,
    message: ({ argument, max }) => `${quote(argument)} can't have the maximum ${max}: it is not a number`,
    hint: () => undefined,
  },
  ARGUMENT_FORBID_REQUIRED: {
    exit: 5,
    message: ({ argument }) => `the argument ${quote(argument)} is forbidden, but the operation requires it`,
    hint: () => 'Pin it to a value instead, or do not forbid it.',
  },
}
