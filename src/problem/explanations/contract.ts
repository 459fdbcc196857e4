/** Problem code → what it means, why it is refused and what to do: loading a contract. */
import type { ContractCode } from '../catalogue/contract.ts'

export const contract: Readonly<Record<ContractCode, string>> = {
  CONTRACT_FILE_UNREADABLE: 'The contract named by the profile or by --contract is no file that the bridge can read.',
  CONTRACT_UNREACHABLE:
    'The server of the contract could not be reached: name, network, certificate or time-out. Without the contract nothing can be proven, so nothing is served.',
  CONTRACT_HTTP_STATUS:
    'Only an answer of 200 holds a contract. The token is never sent when an OpenAPI document is fetched.',
  CONTRACT_REDIRECTED:
    'A contract decides what is called, so it comes from the place that the profile names, not from one that this place points to.',
  CONTRACT_TOO_LARGE:
    'The size is counted after decompression. The limit keeps a broken or hostile server from filling the memory.',
  CONTRACT_IS_HTML:
    'The text starts as HTML does. Often it is a page that shows the contract, or one that asks to sign in.',
  CONTRACT_NOT_PARSABLE: 'The contract must be a JSON or YAML 1.2 document in UTF-8, without tags of other languages.',
  CONTRACT_DUPLICATE_KEY:
    'With the same key twice, one reader sees the first definition and another the last. The bridge can not know which one the API means.',
  CONTRACT_NOT_OPENAPI: 'The document was read, but it says nowhere that it is OpenAPI.',
  CONTRACT_NOT_MCP:
    'A hosted MCP server is asked for its tools over Streamable HTTP. What came back was no list of tools in a version of the protocol that the bridge speaks.',
  CONTRACT_VERSION_UNSUPPORTED:
    'A version that the bridge does not know could give the same words another meaning, so it is not guessed at.',
  OFFLINE_UNKNOWN:
    'What a start needs of a contract is kept in the cache of the user, for the same allowlist and the same version of the bridge. --offline takes that alone. "bridge cache" says where it is; profiles files are not kept.',
  OFFLINE_UNPROVEN:
    'Offline nobody can say whether the contract is still what was kept of it. A lock beside the profiles file that matches in everything says that this is what was approved; without one nothing is served.',
}
