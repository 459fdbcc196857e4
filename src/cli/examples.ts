/** A command's name → examples of its use, for its help. */

interface Example {
  /** Without `bridge`. */
  readonly line: string
  readonly does: string
}

/** Every command has one; a test parses each. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  check: [
    { line: 'check', does: 'every profile of the file' },
    { line: 'check --profile technician_assistant --strict', does: 'one, and warnings fail too' },
    { line: 'check --contract openapi.json', does: 'against a document of your own, before it is published' },
  ],
  start: [
    { line: 'start --profile technician_assistant', does: 'what an MCP client runs' },
    { line: 'start --profiles /home/me/agent-profiles.json --audit calls.jsonl', does: 'with a record of every call' },
  ],
  tools: [
    { line: 'tools', does: 'names, sizes and arguments' },
    { line: 'tools --format json', does: 'exactly what the client gets' },
  ],
  call: [
    { line: 'call listRecentJobs limit=5 --format table', does: 'a read' },
    { line: `call searchJobs status:='["open"]'`, does: 'an argument that is a list' },
    { line: 'call createJob title="Brake pads" --dry-run', does: 'the request, which is not sent' },
    { line: 'call listRecentJobs --curl', does: 'the same as a curl command' },
  ],
  lock: [
    { line: 'lock', does: 'write it, or show what would change in it' },
    { line: 'lock --check', does: 'compare only, for CI' },
  ],
  diff: [
    { line: 'diff', does: 'what changed since the lock' },
    { line: 'diff --format markdown', does: 'for a pull request' },
  ],
  review: [
    { line: 'review', does: 'bridge-review.html, to open in a browser' },
    { line: 'review --profile technician_assistant --out review.html', does: 'one profile' },
  ],
  operations: [
    { line: 'operations --search "job status"', does: 'those in which both words occur' },
    { line: 'operations --contract openapi.json', does: 'of another document' },
  ],
  init: [
    { line: 'init https://api.example.com/openapi.json', does: 'choose from a list' },
    { line: 'init openapi.yaml --yes --tag Jobs', does: 'all reads with a tag, without a question' },
  ],
  config: [
    { line: 'config claude-desktop --write', does: 'put the entry into the file of the client' },
    { line: 'config cursor', does: 'only show it' },
  ],
  pack: [{ line: 'pack', does: 'a bundle that Claude Desktop installs' }],
  doctor: [{ line: 'doctor', does: 'every step from the contract to a call' }],
  cache: [
    { line: 'cache', does: 'where, and how much' },
    { line: 'cache clear', does: 'the next start reads everything again' },
  ],
  profiles: [{ line: 'profiles', does: 'what the file has' }],
  login: [
    { line: 'login --profile neonpanel_analyst', does: 'in the browser' },
    { line: 'login --no-browser', does: 'where there is none' },
  ],
  logout: [{ line: 'logout --profile neonpanel_analyst', does: 'forget the sign-in' }],
  whoami: [{ line: 'whoami', does: 'is the token set, and does it look right?' }],
  audit: [{ line: 'audit verify calls.jsonl --sealed', does: 'a log of runs that have ended' }],
  explain: [
    { line: 'explain OPERATION_NOT_FOUND', does: 'one code' },
    { line: 'explain', does: 'all of them' },
  ],
  schema: [{ line: 'schema', does: 'for editors: "$schema" of the profiles file' }],
  completion: [
    { line: 'completion bash', does: 'source <(bridge completion bash), in ~/.bashrc' },
    { line: 'completion zsh', does: 'source <(bridge completion zsh), in ~/.zshrc behind compinit' },
    { line: 'completion fish', does: 'bridge completion fish | source, in config.fish' },
    {
      line: 'completion powershell',
      does: 'bridge completion powershell | Out-String | Invoke-Expression, in $PROFILE',
    },
  ],
  demo: [{ line: 'demo', does: 'nothing leaves this machine' }],
}

/** What stands below the options of a command's help. */
export function examplesText(command: string): string {
  const lines = (EXAMPLES[command] ?? []).map(({ line, does }) => `  bridge ${line}\n      ${does}\n`)
  return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('')}`
}
