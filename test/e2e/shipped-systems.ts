/** A shipped profiles file and the contract of a stand-in → the file with the operations that the stand-in has. */

/** What a hosted server lists is left as it is. */
export function withOperationsOf(contract: string, profiles: string): string {
  const file = JSON.parse(profiles)
  for (const profile of Object.values<Shipped>(file.profiles)) {
    if (profile.upstream.kind === 'mcp') continue
    profile.tools = profile.tools.filter((tool) =>
      contract.includes(JSON.stringify(typeof tool === 'string' ? tool : tool.operation)),
    )
  }
  return JSON.stringify(file)
}

interface Shipped {
  readonly upstream: { readonly kind: string }
  tools: (string | { readonly operation: string })[]
}
