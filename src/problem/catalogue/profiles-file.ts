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
  },
  PROFILES_FILE_UNREADABLE: {
    exit: 4,
    message: ({ detail }) => `the profiles file can't be read: ${detail}`,
    hint: () => undefined,
  },
  PROFILES_WRITABLE: {
    exit: 5,
    message: () => 'anybody on this machine may change the profiles file',
    hint: () => 'Take that right away: chmod o-w.',
  },
  PROFILES_NOT_JSON: {
    exit: 4,
    message: ({ detail }) => `the profiles file is not JSON: ${detail}`,
    hint: () => 'JSON has no comments and no comma after the last item.',
  },
  PROFILES_DUPLICATE_KEY: {
    exit: 4,
    message: ({ key }) => `the key ${quote(key)} is there twice in the same object`,
    hint: () => 'Remove one of the two.',
  },
  PROFILES_UNKNOWN_KEY: {
    exit: 4,
    message: ({ key }) => `the key ${quote(key)} is not known here`,
    hint: ({ nearest, allowed }) => sentences(didYouMean(nearest), `Known here: ${allowed.join(', ')}.`),
  },
  PROFILES_INVALID: {
    exit: 4,
    message: ({ detail }) => detail,
    hint: () => undefined,
  },
  PROFILES_WILDCARD: {
    exit: 4,
    message: ({ value }) => `${quote(value)} has a wildcard: operations and permissions are named one by one`,
    hint: () => 'Name each operation. Run "bridge operations" for the list.',
  },
  PROFILES_EMPTY_ALLOWLIST: {
    exit: 4,
    message: ({ profile }) => `the profile ${quote(profile)} allows no operation: "tools" is empty`,
    hint: () => 'Name at least one operation. Run "bridge operations" for the list.',
  },
  PROFILES_SECRET_WRITTEN: {
    exit: 4,
    message: ({ key }) => `${quote(key)} seems to hold a secret itself; it is not shown here`,
    hint: () =>
      'Write { "env": "NAME" } and put the secret in that environment variable. If the file was shared, revoke the secret.',
  },
  DEFAULT_PROFILE_UNKNOWN: {
    exit: 4,
    message: ({ profile }) => `"defaultProfile" names ${quote(profile)}, which is not among the profiles`,
    hint: ({ nearest }) => didYouMean(nearest),
  },
  PERMISSION_ILLEGAL: {
    exit: 4,
    message: ({ permission }) => `${quote(permission)} is no permission that can be declared or granted`,
    hint: () => 'Write namespace:action_resource in lower case, such as "jobs:write_status".',
  },
  PERMISSION_UNKNOWN: {
    exit: 4,
    message: ({ permission }) => `the permission ${quote(permission)} is not declared in "permissions"`,
    hint: ({ nearest }) => didYouMean(nearest) ?? 'Declare it in "permissions" at the top of the file.',
  },
  TOOL_NAME_ILLEGAL: {
    exit: 4,
    message: ({ name }) => `${quote(name)} can't be the name of a tool`,
    hint: () =>
      'Start with a letter; go on with letters, digits, _ and - (dots with "toolNames": "exact"); at most 64 characters.',
  },
  UPSTREAM_NAME_ILLEGAL: {
    exit: 4,
    message: ({ upstream }) => `${quote(upstream)} can't be the name of an upstream`,
    hint: () => 'Start with a small letter; go on with small letters, digits and -; at most 20 characters.',
  },
  UPSTREAM_UNKNOWN: {
    exit: 4,
    message: ({ upstream }) => `the profile has no upstream ${quote(upstream)}`,
    hint: ({ nearest, choices }) => sentences(didYouMean(nearest), `It has ${either(choices)}.`),
  },
  UPSTREAM_UNSAID: {
    exit: 4,
    message: () => 'the entry does not say which upstream it belongs to',
    hint: ({ choices }) => `Write an object with "upstream": ${either(choices)}.`,
  },
  UPSTREAM_UNUSED: {
    exit: 4,
    message: ({ upstream }) => `no tool and no resource belongs to the upstream ${quote(upstream)}`,
    hint: () => 'Remove it, or add an entry with this "upstream".',
  },
  URL_INSECURE: {
    exit: 4,
    message: ({ url, key }) => `${quote(key)} must be https, or http on this machine: ${url}`,
    hint: () => 'Use https.',
  },
  URL_USER_INFO: {
    exit: 4,
    message: ({ key }) => `${quote(key)} is a URL with a user name or password in it`,
    hint: () => `Remove it, and use "auth" with ${either(['basic', 'bearer', 'apiKey'])} for the credential.`,
  },
}
