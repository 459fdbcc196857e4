/** A proven profile → what a bundle for Claude Desktop, and the MCP registry, are told of it. */
import type { JsonObject } from '../../lib/json.ts'
import { version } from '../../node/version.ts'
import { credentialsIn } from '../../profile/issued.ts'
import type { Profile } from '../../profile/model.ts'
import { secretsOf } from '../../profile/secrets-of.ts'
import type { ToolSet } from '../../tool/model.ts'
import { entryName } from '../client/launch.ts'
import { countsText } from '../report/text.ts'
import { PROFILES_NAME } from './contents.ts'

/** The program, by its path in the bundle. */
export const PROGRAM_FOLDER = 'server'

const MOST_DESCRIPTION = 200

/** @see https://github.com/anthropics/mcpb/blob/main/MANIFEST.md */
export function manifestOf(profile: Profile, tools: ToolSet): JsonObject {
  const secrets = secretsIn(profile)
  const program = `${PROGRAM_FOLDER}/bin/bridge.js`
  const inBundle = (path: string) => `\${__dirname}/${path}`
  const env = secrets.map(({ variable }) => [variable, `\${user_config.${keyOf(variable)}}`] as const)
  return {
    manifest_version: '0.3',
    name: entryName(profile),
    display_name: profile.title ?? profile.id,
    version,
    description: `${countsText([...tools.values()].map(({ planned }) => planned.access))}, of ${hostsOf(profile).join(' and ')}`,
    author: { name: hostsOf(profile)[0] ?? profile.id },
    server: {
      type: 'node',
      entry_point: program,
      mcp_config: {
        command: 'node',
        args: [inBundle(program), 'start', '--profiles', inBundle(PROFILES_NAME), '--profile', profile.id],
        env: Object.fromEntries(env),
      },
    },
    tools: [...tools.values()].map(({ name, description }) => ({
      name,
      description: description.slice(0, MOST_DESCRIPTION),
    })),
    tools_generated: profile.continuation === true,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: '>=20.19' } },
    user_config: Object.fromEntries(
      secrets.map(({ variable, renew }) => [
        keyOf(variable),
        {
          type: 'string',
          title: variable,
          description: renew ?? `Sent to ${hostsOf(profile).join(' and ')} only`,
          sensitive: true,
          required: true,
        },
      ]),
    ),
  }
}

export interface Published {
  /** In the registry: `io.github.somebody/orders`. */
  readonly name: string
  /** Where the bundle will be. */
  readonly url: string
  readonly sha256: string
}

/** @see https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json */
export function serverJsonOf(profile: Profile, { name, url, sha256 }: Published): JsonObject {
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name,
    title: (profile.title ?? profile.id).slice(0, 100),
    description: `Allowlisted operations of ${hostsOf(profile).join(' and ')}`.slice(0, 100),
    version,
    packages: [
      {
        registryType: 'mcpb',
        identifier: url,
        fileSha256: sha256,
        transport: { type: 'stdio' },
        environmentVariables: secretsIn(profile).map(({ variable, renew }) => ({
          name: variable,
          ...(renew === undefined ? {} : { description: renew }),
          isRequired: true,
          isSecret: true,
        })),
      },
    ],
  }
}

function secretsIn({
  upstreams,
}: Profile): readonly { readonly variable: string; readonly renew: string | undefined }[] {
  const all = [...upstreams.values()].flatMap(({ auth }) =>
    credentialsIn(auth).flatMap((one) => secretsOf(one).map(({ env }) => [env, one.renew] as const)),
  )
  return [...new Map(all)].map(([variable, renew]) => ({ variable, renew }))
}

function hostsOf({ upstreams }: Profile): readonly string[] {
  return [...new Set([...upstreams.values()].map(({ baseUrl, contract }) => new URL(baseUrl ?? contract).host))]
}

function keyOf(variable: string): string {
  return variable.toLowerCase()
}
