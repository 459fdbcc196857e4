/** What the catalogue says about loading a contract. */
import type { Entries } from './entry.ts'
import { bytes, quote } from './phrases.ts'

export type ContractCode =
  | 'CONTRACT_FILE_UNREADABLE'
  | 'CONTRACT_UNREACHABLE'
  | 'CONTRACT_HTTP_STATUS'
  | 'CONTRACT_REDIRECTED'
  | 'CONTRACT_TOO_LARGE'
  | 'CONTRACT_IS_HTML'
  | 'CONTRACT_NOT_PARSABLE'
  | 'CONTRACT_DUPLICATE_KEY'
  | 'CONTRACT_NOT_OPENAPI'
  | 'CONTRACT_NOT_MCP'
  | 'CONTRACT_VERSION_UNSUPPORTED'
  | 'OFFLINE_UNKNOWN'
  | 'OFFLINE_UNPROVEN'

export const contract: Entries<ContractCode> = {
  CONTRACT_FILE_UNREADABLE: {
    exit: 3,
    message: ({ detail }) => `the contract's file can't be read: ${detail}`,
    hint: () =>
      'A relative path is looked up from this folder on the command line, and beside the profiles file where that has it.',
  },
  CONTRACT_UNREACHABLE: {
    exit: 3,
    message: ({ detail }) => `the contract can't be fetched: ${detail}`,
    hint: () => 'Open the URL in a browser. Behind a company proxy, set HTTPS_PROXY and NODE_EXTRA_CA_CERTS.',
  },
  CONTRACT_HTTP_STATUS: {
    exit: 3,
    message: ({ status }) => `the server of the contract answered with status ${status}`,
    hint: ({ status }) =>
      status === 401 || status === 403
        ? 'Contracts are fetched without a credential. Download it and name the file.'
        : undefined,
  },
  CONTRACT_REDIRECTED: {
    exit: 3,
    message: ({ to }) => `the contract's URL leads elsewhere, to ${to}`,
    hint: () => 'If that is right, write the new URL into the profile.',
  },
  CONTRACT_TOO_LARGE: {
    exit: 3,
    message: ({ limit }) => `the contract is larger than ${bytes(limit)}`,
    hint: () => 'Raise "limits.contractBytes" in the profile if that is what the API publishes.',
  },
  CONTRACT_IS_HTML: {
    exit: 3,
    message: () => 'the contract is a web page, not an OpenAPI document',
    hint: () =>
      'Name the URL of the JSON or YAML document itself, not of its documentation or of a login page. It is often at openapi.json, swagger.json or v3/api-docs on the same host.',
  },
  CONTRACT_NOT_PARSABLE: {
    exit: 3,
    message: ({ detail }) => `the contract can't be read as JSON or YAML: ${detail}`,
    hint: () => undefined,
  },
  CONTRACT_DUPLICATE_KEY: {
    exit: 3,
    message: ({ key }) => `the contract has the key ${quote(key)} twice in the same object`,
    hint: () => 'Have the contract corrected: readers disagree on which of the two counts.',
  },
  CONTRACT_NOT_OPENAPI: {
    exit: 3,
    message: ({ found }) => `this is no OpenAPI document: ${found}`,
    hint: () => 'An OpenAPI document has "openapi" (or "swagger": "2.0") at its top level.',
  },
  CONTRACT_NOT_MCP: {
    exit: 3,
    message: ({ detail }) => `the upstream does not answer as an MCP server does: ${detail}`,
    hint: () => 'Check "url": it is the address that MCP clients are given, often one that ends in /mcp.',
  },
  CONTRACT_VERSION_UNSUPPORTED: {
    exit: 3,
    message: ({ version }) => `OpenAPI version ${quote(version)} is not supported`,
    hint: () => 'Supported: Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.',
  },
  OFFLINE_UNKNOWN: {
    exit: 3,
    message: () => 'with --offline no server is asked, and nothing usable is kept of this on this machine',
    hint: () => 'Start once without --offline, with the same profile. What a hosted MCP server lists is never kept.',
  },
  OFFLINE_UNPROVEN: {
    exit: 5,
    message: () => 'with --offline only a lock that matches can say that the contract is the approved one',
    hint: () => 'Run "bridge lock" while the contract can be reached, and review what it writes.',
  },
}
