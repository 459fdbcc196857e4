/** The rows of a run, into a table and, below it, the reason of every skip and failure. */

const HEAD = ['client', 'version', 'listed', 'called', 'result', 'stdout']
const TAIL_LINES = 15

/** @param {readonly object[]} rows Each with its `client` and a `reason`, or with `faults`, `seen`, `transcript` and `tools`. */
export function tableText(rows) {
  const cells = [HEAD, ...rows.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column].length)))
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join(' | ')
      .trimEnd(),
  )
  return `${[...lines, ...rows.flatMap(remarks)].join('\n')}\n`
}

function cellsOf({ client, reason, faults, seen, tools }) {
  const name = [client.id, client.version]
  if (reason !== undefined) return [...name, 'skipped', '', '', '']
  const verdict = (column) => (faults[column].length === 0 ? 'ok' : 'FAILED')
  const listed = `${seen.listed.length}/${tools.length} ${verdict('listed')}`
  return [...name, listed, verdict('called'), verdict('result'), verdict('stdout')]
}

function remarks({ client, reason, faults, seen, transcript }) {
  if (reason !== undefined) return ['', `${client.id}: skipped: ${reason}`]
  const found = Object.entries(faults).flatMap(([column, all]) => all.map((fault) => `${column}: ${fault}`))
  if (found.length === 0) return []
  return [
    '',
    ...found.map((fault) => `${client.id}: ${fault}`),
    ...seen.runs.flatMap(({ stdout, stderr }) => [...tail('its stdout', stdout), ...tail('its stderr', stderr)]),
    ...transcript.stderr.flatMap((text) => tail("the bridge's stderr", text)),
    ...(seen.unknown ?? []).map((request) => `  the model was asked for ${request}`),
  ]
}

function tail(title, text) {
  const lines = text.trim().split('\n').slice(-TAIL_LINES)
  return text.trim() === '' ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)]
}
