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
    explain:
      'Every entry of the allowlist must exist in the contract, by its operationId (letter by letter) or as "METHOD /path". When the API drops or renames an operation, nothing is served until the profile says what is meant.',
  },
  RESOURCE_NOT_FOUND: {
    exit: 5,
    message: ({ resource, credentialled }) =>
      `the server lists no resource ${quote(resource)}: ${unlisted(credentialled)}`,
    hint: ({ nearest }) => didYouMean(nearest),
    explain:
      'Every URI in "resources" must be in the list that the hosted MCP server gives, letter by letter. Templates are not looked into.',
  },
  OPERATION_AMBIGUOUS: {
    exit: 5,
    message: ({ operation, places }) =>
      `${quote(operation)} means several operations of the contract: ${together(places)}`,
    hint: ({ places }) => `Name the one that is meant by method and path, such as ${quote(places[0] ?? 'GET /path')}.`,
    explain: 'An operationId must occur once in a contract. Where it occurs twice, the bridge does not pick one.',
  },
  OPERATION_LISTED_TWICE: {
    exit: 5,
    message: ({ operation, first }) => `${quote(operation)} is the operation that ${quote(first)} already lists`,
    hint: () => 'Remove one of the two entries.',
    explain: 'Two entries for one operation could give it two different sets of restrictions.',
  },
  OPERATION_INTERNAL: {
    exit: 5,
    message: ({ operation, because }) => `${quote(operation)} is an internal operation: ${because}`,
    hint: () => 'Add "internal": true to the entry if the agent is really meant to have it.',
    explain:
      'Operations marked "x-internal", and those that need an "admin:" scope, are allowed one by one, with "internal": true on the entry.',
  },
  OPERATION_DEPRECATED: {
    exit: 5,
    message: ({ operation }) => `the contract calls ${quote(operation)} deprecated`,
    hint: () => 'It still works. Look for what replaces it before it is removed.',
    explain: 'A deprecated operation may disappear; then the check fails. This is a warning unless --strict is given.',
  },
  METHOD_UNSUPPORTED: {
    exit: 5,
    message: ({ method, detail }) => `the method ${method} can't be used for a tool: ${detail}`,
    hint: () => undefined,
    explain: 'Some methods of HTTP are for the connection itself and would not do what a tool promises.',
  },
  ACCESS_UNDECLARED: {
    exit: 5,
    message: ({ operation, method }) => `${quote(operation)} is a ${method}, and a bare name allows reading only`,
    hint: ({ operation, method }) =>
      `Write { "operation": ${JSON.stringify(operation)}, "access": "${method === 'DELETE' ? 'destructive' : 'write'}" } ("read" for a search that changes nothing, "spend" where it costs money).`,
    explain:
      'Whoever writes the allowlist says what each operation does to the data. A bare name is enough for GET, HEAD, QUERY and OPTIONS; anything else needs "access": "read", "write", "destructive" or "spend".',
  },
  ACCESS_CONTRADICTS_METHOD: {
    exit: 5,
    message: ({ operation, access, method }) =>
      `${quote(operation)} is a ${method}, which does not go with "access": ${quote(access)}`,
    hint: ({ access }) =>
      access === 'read' ? 'Write "write" or "destructive".' : 'Write "read" if it changes nothing.',
    explain:
      'PUT, PATCH and DELETE change data by definition, and GET does not. A declaration that says otherwise would show the client the wrong hints.',
  },
  PERMISSION_NOT_GRANTED: {
    exit: 5,
    message: ({ operation, missing }) =>
      `${quote(operation)} requires ${together(missing)}, which the profile does not grant`,
    hint: () => 'Add what is missing to "grants", or remove the entry.',
    explain: 'A tool is served only when all permissions in its "requires" are in the "grants" of the profile.',
  },
  TOOL_NAME_DERIVED_ILLEGAL: {
    exit: 5,
    message: ({ operation, name, detail }) => `${quote(operation)} would become the tool ${quote(name)}: ${detail}`,
    hint: () => 'Give the entry a "name" of its own.',
    explain:
      'A tool is called as its operation, with other characters as _. Where that is no legal name (a letter first, at most 64 characters), the entry needs a "name".',
  },
  TOOL_NAME_COLLISION: {
    exit: 5,
    message: ({ name, operations }) => `${together(operations)} would both be the tool ${quote(name)}`,
    hint: () => 'Give one of the entries a "name" of its own.',
    explain: 'Clients tell tools apart by name, some without regard to case. Nothing is renamed silently.',
  },
  TOOL_NAME_LONG: {
    exit: 5,
    message: ({ name, length }) => `the tool name ${quote(name)} has ${length} characters; some clients cut long names`,
    hint: () => 'Give the entry a shorter "name": clients put a prefix of their own before it.',
    explain: 'Clients add their own prefix to tool names and allow 64 characters in all. Up to 40 are safe everywhere.',
  },
  TOOLS_TOO_MANY: {
    exit: 5,
    message: ({ count, limit }) =>
      `the profile has ${count} tools; from ${limit} on, clients drop tools or models choose badly`,
    hint: () => 'Split the profile by task.',
    explain:
      'Every tool is described to the model in every conversation. Several small profiles serve better than one large one.',
  },
  TOOL_BUDGET_EXCEEDED: {
    exit: 5,
    message: ({ tokens, limit, largest }) =>
      `the tool definitions have about ${tokens} tokens, and the profile allows ${limit}; the largest: ${largest.map((one) => `${one.tool} (${one.tokens})`).join(', ')}`,
    hint: () =>
      'Give large tools a short "description", forbid arguments that are not needed, remove entries, or raise "limits.toolTokens".',
    explain:
      'Every tool is described to the model in every conversation. "limits.toolTokens" says how much all definitions together may take, so that a contract that grows is noticed; "bridge tools" counts them.',
  },
  ARGUMENT_UNKNOWN: {
    exit: 5,
    message: ({ argument, key }) => `${quote(key)} names the argument ${quote(argument)}, which the tool does not have`,
    hint: ({ nearest }) => sentences(didYouMean(nearest), 'Run "bridge tools" for the arguments of each tool.'),
    explain: '"pin", "forbid" and "max" use the names of the arguments as "bridge tools" prints them.',
  },
  ARGUMENT_PIN_INVALID: {
    exit: 5,
    message: ({ argument, detail }) => `the value pinned for ${quote(argument)} is not valid: ${detail}`,
    hint: () => undefined,
    explain: 'A pinned value is sent with every call, so it must be valid against the schema of its argument.',
  },
  ARGUMENT_MAX_INVALID: {
    exit: 5,
    message: ({ argument, max }) => `${quote(argument)} can't have the maximum ${max}: it is not a number`,
    hint: () => undefined,
    explain: '"max" lowers the largest number that an argument may have, so the argument must be a number.',
  },
  ARGUMENT_FORBID_REQUIRED: {
    exit: 5,
    message: ({ argument }) => `the argument ${quote(argument)} is forbidden, but the operation requires it`,
    hint: () => 'Pin it to a value instead, or do not forbid it.',
    explain: 'An operation without an argument that it requires can not be called.',
  },
}
