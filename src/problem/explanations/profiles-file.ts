/** Problem code → what it means, why it is refused and what to do: the profiles file alone. */
import type { ProfilesFileCode } from '../catalogue/profiles-file.ts'

export const profilesFile: Readonly<Record<ProfilesFileCode, string>> = {
  PROFILES_FILE_MISSING:
    'The profiles file is --profiles, else MCP_PROFILES, else ./agent-profiles.json, else ./mcp/agent-profiles.json. MCP clients start the bridge in a folder of their own choice, so give them an absolute path.',
  PROFILES_FILE_UNREADABLE: 'The profiles file is there, but the system or the server does not give it to the bridge.',
  PROFILES_WRITABLE:
    'Whoever may write the profiles file says where your token goes and what may be called with it. The file needs to be readable for you, and writable only for those who decide that.',
  PROFILES_NOT_JSON: 'The profiles file is JSON as RFC 8259 has it. A byte order mark at its start is allowed.',
  PROFILES_DUPLICATE_KEY:
    'With the same key twice, readers disagree on which one counts: a reviewer could see one allowlist while another is in force. So neither is taken.',
  PROFILES_UNKNOWN_KEY:
    'A key that the bridge does not know could be a misspelt restriction, so it is refused rather than ignored. "bridge schema" prints the JSON Schema of the file.',
  PROFILES_INVALID:
    'A value in the profiles file is missing, has the wrong type or is out of range. "bridge schema" prints the JSON Schema of the file; editors complete and check it with "$schema".',
  PROFILES_WILDCARD:
    'What an agent may do is listed name by name. A wildcard would allow tomorrow whatever the API adds, unseen by anyone.',
  PROFILES_EMPTY_ALLOWLIST:
    'An empty allowlist never means "everything". A profile that allows nothing is taken for a mistake.',
  PROFILES_SECRET_WRITTEN:
    'The profiles file is shared and committed, so it only ever names the environment variables that hold secrets. What looks like a token in it is refused, and never printed.',
  DEFAULT_PROFILE_UNKNOWN: '"defaultProfile" must be one of the names in "profiles", letter by letter.',
  PERMISSION_ILLEGAL:
    'A permission is namespace:action_resource. Permissions that would stand for all others (all, admin, root, full_access) do not exist here.',
  PERMISSION_UNKNOWN:
    'Whatever "grants" and "requires" name must be declared in "permissions", so that a misspelt one is found.',
  TOOL_NAME_ILLEGAL:
    'MCP clients and the models behind them accept tool names of at most 64 letters, digits, _ and - only.',
  UPSTREAM_NAME_ILLEGAL:
    'The names of an upstream\'s tools begin with its name and "_". It has no "_" itself, so that no two upstreams can have a tool of the same name.',
  UPSTREAM_UNKNOWN:
    '"upstream" of a tool or resource is one of the names in "upstreams" of the profile, letter by letter.',
  UPSTREAM_UNSAID:
    'In a profile with "upstreams", every tool and every resource is an object that names its upstream. Two systems may have operations of the same name, and the bridge never guesses which one is meant.',
  UPSTREAM_UNUSED:
    'Every upstream of a profile is read and needs its credential when the bridge starts. One that nothing is allowed of is taken for a mistake.',
  URL_INSECURE:
    'Over plain http, anyone on the way can read the token and change the contract. Only addresses of this machine (localhost, 127.0.0.0/8, [::1]) may be plain http.',
  URL_USER_INFO: 'A credential in a URL ends up in logs and error messages. Credentials are named in "auth" instead.',
}
