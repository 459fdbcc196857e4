/** Problems → a list with message, hint and place: errors at once, warnings for who opens them. */
import { isError } from '../../problem/checked.ts'
import { hintOf, messageOf } from '../../problem/format.ts'
import type { Problem } from '../../problem/problem.ts'
import { type Html, html } from './html.ts'
import { code, visible } from './visible.ts'

export function problemList(problems: readonly Problem[]): Html | undefined {
  const errors = problems.filter(isError)
  const warnings = problems.filter((found) => !isError(found))
  if (problems.length === 0) return undefined
  return html`${errors.length === 0 ? undefined : html`<ul class="problems">${errors.map(item)}</ul>`}
${warnings.length === 0 ? undefined : html`<details><summary>${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}</summary><ul class="problems">${warnings.map(item)}</ul></details>`}`
}

function item(found: Problem): Html {
  const { uri, line, pointer } = found.at
  const hint = hintOf(found)
  const place = [uri === undefined ? '' : `${uri}${line === undefined ? '' : `:${line}`}`, pointer ?? '']
  return html`<li class="${found.severity}"><p><span class="badge ${found.severity}">${found.severity}</span> ${code(found.code)} ${visible(messageOf(found))}</p>
${hint === undefined ? undefined : html`<p>${visible(hint)}</p>`}
<p class="quiet">${visible(place.filter((part) => part !== '').join(' '))}</p></li>`
}
