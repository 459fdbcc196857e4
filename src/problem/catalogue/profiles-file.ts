/** What the catalogue says about the profiles file alone. */
import type { Entries } from './entry.ts'
import { didYouMean, either, quote, sentences } from './phrases.ts'

export type ProfilesFileCode =
  | 'PROFILES_FILE_MISSING'
  | 'PROFILES_FILE_UNREADABLE'
  | 'PROFILES_WRITABLE'
  | 'PROFILES_NOT_JSON'
  | 'PROFILES_DUPLICATE_KEY'
  | 'PROFILES_UNKNOWN_KEY'
  | 'PROFILES_INVALID'
  | 'PROFILES_WILDCARD'
  | 'PROFILES_EMPTY_ALLOWLIST'
  | 'PROFILES_SECRET_WRITTEN'
  | 'DEFAULT_PROFILE_UNKNOWN'
  | 'PERMISSION_ILLEGAL'
  | 'PERMISSION_UNKNOWN'
  | 'TOOL_NAME_ILLEGAL'
  | 'UPSTREAM_NAME_ILLEGAL'
  | 'UPSTREAM_UNKNOWN'
  | 'UPSTREAM_UNSAID'
  | 'UPSTREAM_UNUSED'
  | 'URL_INSECURE'
  | 'URL_USER_INFO'

export const profilesFile: Entries<ProfilesFileCode> = {
  PROFILES_FILE_MISSING: {
    exit: 4,
    message: ({ tried }) => `there is no profiles file (looked at ${tried.join(', ')})`,
    hint: () =>
      'Name one with --profiles or MCP_PROFILES, or have one written: "bridge init CONTRACT" takes the path or URL of an OpenAPI document.',
    explain:
      'The profiles file is --profiles, else MCP_PROFILES, else ./agent-profiles.json, else ./mcp/agent-profiles.json. MCP clients start the bridge in a folder of their own choice, so give them an absolute path.',
  },
  PROFILES_FILE_UNREADABLE: {
    exit: 4,
    message: ({ detail }) => `the profiles file can't be read: ${detail}`,
    hint: () => undefined,
    explain: 'The profiles file is there, but the system or the server does not give it to the bridge.',
  },
  PROFILES_WRITABLE: {
    exit: 5,
    message: () => 'anybody on this machine may change the profiles file',
    hint: () => 'Take that right away: chmod o-w.',
    explain:
      'Whoever may write the profiles file says where your token goes and what may be called with it. The file needs to be readable for you, and writable only for those who decide that.',
  },
  PROFILES_NOT_JSON: {
    exit: 4,
    message: ({ detail }) => `the profiles file is not JSON: ${detail}`,
    hint: () => 'JSON has no comments and no comma after the last item.',
    explain: 'The profiles file is JSON as RFC 8259 has it. A byte order mark at its start is allowed.',
  },
  PROFILES_DUPLICATE_KEY: {
    exit: 4,
    message: ({ key }) => `the key ${quote(key)} is there twice in the same object`,
    hint: () => 'Remove one of the two.',
    explain:
      'With the same key twice, readers disagree on which one counts: a reviewer could see one allowlist while another is in force. So neither is taken.',
  },
  PROFILES_UNKNOWN_KEY: {
    exit: 4,
    message: ({ key }) => `the key ${quote(key)} is not known here`,
    hint: ({ nearest, allowed }) => sentences(didYouMean(nearest), `Known here: ${allowed.join(', ')}.`),
    explain:
      'A key that the bridge does not know could be a misspelt restriction, so it is refused rather than ignored. "bridge schema" prints the JSON Schema of the file.',
  },
  PROFILES_INVALID: {
    exit: 4,
    message: ({ detail }) => detail,
    hint: () => undefined,
    explain:
      'A value in the profiles file is missing, has the wrong type or is out of range. "bridge schema" prints the JSON Schema of the file; editors complete and check it with "$schema".',
  },
  PROFILES_WILDCARD: {
    exit: 4,
    message: ({ value }) => `${quote(value)} has a wildcard: operations and permissions are named one by one`,
    hint: () => 'Name each operation. Run "bridge operations" for the list.',
    explain:
      'What an agent may do is listed name by name. A wildcard would allow tomorrow whatever the API adds, unseen by anyone.',
  },
  PROFILES_EMPTY_ALLOWLIST: {
    exit: 4,
    message: ({ profile }) => `the profile ${quote(profile)} allows no operation: "tools" is empty`,
    hint: () => 'Name at least one operation. Run "bridge operations" for the list.',
    explain: 'An empty allowlist never means "everything". A profile that allows nothing is taken for a mistake.',
  },
  PROFILES_SECRET_WRITTEN: {
    exit: 4,
    message: ({ key }) => `${quote(key)} seems to hold a secret itself; it is not shown here`,
    hint: () =>
      'Write { "env": "NAME" } and put the secret in that environment variable. If the file was shared, revoke the secret.',
    explain:
      'The profiles file is shared and committed, so it only ever names the environment variables that hold secrets. What looks like a token in it is refused, and never printed.',
  },
  DEFAULT_PROFILE_UNKNOWN: {
    exit: 4,
    message: ({ profile }) => `"defaultProfile" names ${quote(profile)}, which is not among the profiles`,
    hint: ({ nearest }) => didYouMean(nearest),
    explain: '"defaultProfile" must be one of the names in "profiles", letter by letter.',
  },
  PERMISSION_ILLEGAL: {
    exit: 4,
    message: ({ permission }) => `${quote(permission)} is no permission that can be declared or granted`,
    hint: () => 'Write namespace:action_resource in lower case, such as "jobs:write_status".',
    explain:
      'A permission is namespace:action_resource. Permissions that would stand for all others (all, admin, root, full_access) do not exist here.',
  },
  PERMISSION_UNKNOWN: {
    exit: 4,
    message: ({ permission }) => `the permission ${quote(permission)} is not declared in "permissions"`,
    hint: ({ nearest }) => didYouMean(nearest) ?? 'Declare it in "permissions" at the top of the file.',
    explain:
      'Whatever "grants" and "requires" name must be declared in "permissions", so that a misspelt one is found.',
  },
  TOOL_NAME_ILLEGAL: {
    exit: 4,
    message: ({ name }) => `${quote(name)} can't be the name of a tool`,
    hint: () =>
      'Start with a letter; go on with letters, digits, _ and - (dots with "toolNames": "exact"); at most 64 characters.',
    explain: 'MCP clients and the models behind them accept tool names of at most 64 letters, digits, _ and - only.',
  },
  UPSTREAM_NAME_ILLEGAL: {
    exit: 4,
    message: ({ upstream }) => `${quote(upstream)} can't be the name of an upstream`,
    hint: () => 'Start with a small letter; go on with small letters, digits and -; at most 20 characters.',
    explain:
      'The names of an upstream\'s tools begin with its name and "_". It has no "_" itself, so that no two upstreams can have a tool of the same name.',
  },
  UPSTREAM_UNKNOWN: {
    exit: 4,
    message: ({ upstream }) => `the profile has no upstream ${quote(upstream)}`,
    hint: ({ nearest, choices }) => sentences(didYouMean(nearest), `It has ${either(choices)}.`),
    explain: '"upstream" of a tool or resource is one of the names in "upstreams" of the profile, letter by letter.',
  },
  UPSTREAM_UNSAID: {
    exit: 4,
    message: () => 'the entry does not say which upstream it belongs to',
    hint: ({ choices }) => `Write an object with "upstream": ${either(choices)}.`,
    explain:
      'In a profile with "upstreams", every tool and every resource is an object that names its upstream. Two systems may have operations of the same name, and the bridge never guesses which one is meant.',
  },
  UPSTREAM_UNUSED: {
    exit: 4,
    message: ({ upstream }) => `no tool and no resource belongs to the upstream ${quote(upstream)}`,
    hint: () => 'Remove it, or add an entry with this "upstream".',
    explain:
      'Every upstream of a profile is read and needs its credential when the bridge starts. One that nothing is allowed of is taken for a mistake.',
  },
  URL_INSECURE: {
    exit: 4,
    message: ({ url, key }) => `${quote(key)} must be https, or http on this machine: ${url}`,
    hint: () => 'Use https.',
    explain:
      'Over plain http, anyone on the way can read the token and change the contract. Only addresses of this machine (localhost, 127.0.0.0/8, [::1]) may be plain http.',
  },
  URL_USER_INFO: {
    exit: 4,
    message: ({ key }) => `${quote(key)} is a URL with a user name or password in it`,
    hint: () => `Remove it, and use "auth" with ${either(['basic', 'bearer', 'apiKey'])} for the credential.`,
    explain: 'A credential in a URL ends up in logs and error messages. Credentials are named in "auth" instead.',
  },
}
