/** Problem code → what it means, why it is refused and what to do: allowlist entries and the names, permissions and arguments that they give. */
import type { AllowlistCode } from '../catalogue/allowlist.ts'

export const allowlist: Readonly<Record<AllowlistCode, string>> = {
  OPERATION_NOT_FOUND:
    'Every entry of the allowlist must exist in the contract, by its operationId (letter by letter) or as "METHOD /path". When the API drops or renames an operation, nothing is served until the profile says what is meant.',
  RESOURCE_NOT_FOUND:
    'Every URI in "resources" must be in the list that the hosted MCP server gives, letter by letter. Templates are not looked into.',
  OPERATION_AMBIGUOUS:
    'An operationId must occur once in a contract. Where it occurs twice, the bridge does not pick one.',
  OPERATION_LISTED_TWICE: 'Two entries for one operation could give it two different sets of restrictions.',
  OPERATION_INTERNAL:
    'Operations marked "x-internal", and those that need an "admin:" scope, are allowed one by one, with "internal": true on the entry.',
  OPERATION_DEPRECATED:
    'A deprecated operation may disappear; then the check fails. This is a warning unless --strict is given.',
  METHOD_UNSUPPORTED: 'Some methods of HTTP are for the connection itself and would not do what a tool promises.',
  ACCESS_UNDECLARED:
    'Whoever writes the allowlist says what each operation does to the data. A bare name is enough for GET, HEAD, QUERY and OPTIONS; anything else needs "access": "read", "write", "destructive" or "spend".',
  ACCESS_CONTRADICTS_METHOD:
    'PUT, PATCH and DELETE change data by definition, and GET does not. A declaration that says otherwise would show the client the wrong hints.',
  PERMISSION_NOT_GRANTED:
    'A tool is served only when all permissions in its "requires" are in the "grants" of the profile.',
  TOOL_NAME_DERIVED_ILLEGAL:
    'A tool is called as its operation, with other characters as _. Where that is no legal name (a letter first, at most 64 characters), the entry needs a "name".',
  TOOL_NAME_COLLISION: 'Clients tell tools apart by name, some without regard to case. Nothing is renamed silently.',
  TOOL_NAME_LONG:
    'Clients add their own prefix to tool names and allow 64 characters in all. Up to 40 are safe everywhere.',
  TOOLS_TOO_MANY:
    'Every tool is described to the model in every conversation. Several small profiles serve better than one large one.',
  TOOL_BUDGET_EXCEEDED:
    'Every tool is described to the model in every conversation. "limits.toolTokens" says how much all definitions together may take, so that a contract that grows is noticed; "bridge tools" counts them.',
  ARGUMENT_UNKNOWN: '"pin", "forbid" and "max" use the names of the arguments as "bridge tools" prints them.',
  ARGUMENT_PIN_INVALID:
    'A pinned value is sent with every call, so it must be valid against the schema of its argument.',
  ARGUMENT_MAX_INVALID: '"max" lowers the largest number that an argument may have, so the argument must be a number.',
  ARGUMENT_FORBID_REQUIRED: 'An operation without an argument that it requires can not be called.',
}
