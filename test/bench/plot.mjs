/** What `growth` measured → an SVG of four panels that can be read on light and dark pages. */

const PANEL = { width: 330, height: 190, left: 46, top: 40, gap: 80 }

const PANELS = [
  { rows: 'bySize', field: 'ms', title: 'start → tools/list, ms', below: 'contract, MB (15 tools)' },
  { rows: 'byTools', field: 'ms', title: 'start → tools/list, ms', below: 'tools allowed (contract of 14 MB)' },
  { rows: 'bySize', field: 'mb', title: 'memory, MB', below: 'contract, MB (15 tools)' },
  { rows: 'byTools', field: 'mb', title: 'memory, MB', below: 'tools allowed (contract of 14 MB)' },
]

const LINES = [
  { kind: 'floor', name: 'a server by hand that checks nothing' },
  { kind: 'first', name: 'the bridge, first start' },
  { kind: 'later', name: 'the bridge, later starts' },
]

/** Each colour can be read on white and on black: a page may be dark where its reader's system is not. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #767676 }
  .title { font-weight: 600 }
  .grid { stroke: #8886; stroke-width: 1 }
  .line { fill: none; stroke-width: 2 }
  .floor { stroke: #8a8a8a; stroke-dasharray: 5 4 } .first { stroke: #d9731a } .later { stroke: #2f86d0 }`

export function plot(data) {
  const width = 2 * (PANEL.width + PANEL.gap)
  const height = 40 + 2 * (PANEL.height + PANEL.gap)
  const panels = PANELS.map((panel, index) => {
    const x = PANEL.left + (index % 2) * (PANEL.width + PANEL.gap)
    const y = 40 + PANEL.top + Math.floor(index / 2) * (PANEL.height + PANEL.gap)
    return `<g transform="translate(${x} ${y})">${panelOf(data[panel.rows], panel)}</g>`
  })
  const legend = LINES.map(({ kind, name }, index) => {
    const x = PANEL.left + index * 290
    return `<path class="line ${kind}" d="M${x} 20h28"/><text x="${x + 36}" y="24">${name}</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    '<title>How starts grow with the contract and with the allowlist</title>',
    `<style>${STYLE}\n</style>`,
    ...legend,
    ...panels,
    '</svg>\n',
  ].join('\n')
}

function panelOf(rows, { field, title, below }) {
  const right = Math.max(...rows.map(({ x }) => x))
  const top = niceTop(Math.max(...rows.flatMap((row) => LINES.map(({ kind }) => row[kind][field]))))
  const at = (x, y) => [(x / right) * PANEL.width, PANEL.height * (1 - y / top)].map((one) => one.toFixed(1)).join(' ')
  const quarters = [0, 0.25, 0.5, 0.75, 1]
  return [
    `<text class="title" y="-14">${title}</text>`,
    ...quarters.map((part) => {
      const [, y] = at(0, top * part).split(' ')
      return `<path class="grid" d="M0 ${y}h${PANEL.width}"/><text x="-8" y="${Number(y) + 4}" text-anchor="end">${top * part}</text>`
    }),
    ...[0, 0.5, 1].map((part) => {
      const [x] = at(right * part, 0).split(' ')
      return `<text x="${x}" y="${PANEL.height + 18}" text-anchor="middle">${Math.round(right * part)}</text>`
    }),
    `<text x="${PANEL.width / 2}" y="${PANEL.height + 36}" text-anchor="middle">${below}</text>`,
    ...LINES.map(({ kind }) => {
      const points = rows.map((row) => at(row.x, row[kind][field]))
      return `<path class="line ${kind}" d="M${points.join('L')}"/>`
    }),
  ].join('\n')
}

/** The next number above that quarters well. */
function niceTop(value) {
  const step = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * step).find((one) => one >= value)
}
