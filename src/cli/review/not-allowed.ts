/** A contract → what it has and no profile allows, by tag. */
import type { OperationEntry } from '../../contract/model.ts'
import { guessAccess } from '../../plan/guess-access.ts'
import { accessBadge } from './badges.ts'
import { type Html, html } from './html.ts'
import type { ReviewedContract } from './review.ts'
import { code, visible } from './visible.ts'

export function notAllowed({ uri, title, version, count, profiles, rest }: ReviewedContract, id: string): Html {
  const groups = new Map<string, OperationEntry[]>()
  for (const operation of rest) {
    const tag = operation.tags[0] ?? ''
    const group = groups.get(tag)
    if (group === undefined) groups.set(tag, [operation])
    else group.push(operation)
  }
  return html`<section class="rest" aria-labelledby="${id}">
<h3 id="${id}">${visible(title)} ${visible(version)}</h3>
<p class="quiet">${visible(uri)}</p>
<p>${rest.length} of ${count} operations are allowed by none of ${profiles.map((profile, index) => [index === 0 ? '' : ', ', code(profile)])}. No agent can call them.</p>
<p class="filter" hidden><label>Show only those with <input type="search" aria-describedby="${id}-count" autocomplete="off"></label> <output id="${id}-count"></output></p>
${[...groups].map(([tag, operations]) => groupOf(tag, operations))}
</section>`
}

function groupOf(tag: string, operations: readonly OperationEntry[]): Html {
  return html`<details><summary>${tag === '' ? 'without a tag' : visible(tag)} <span class="count">${operations.length}</span></summary>
<ul class="operations">${operations.map(row)}</ul></details>
`
}

function row(operation: OperationEntry): Html {
  const { operationId, key, summary, deprecated, internal } = operation
  const marks = [...(deprecated ? ['deprecated'] : []), ...(internal ? ['internal'] : [])].join(', ')
  return html`<li>${accessBadge(guessAccess(operation))} ${code(operationId ?? key)}${operationId === undefined ? undefined : html` <span class="quiet">${visible(key)}</span>`} ${visible(summary ?? '')} ${marks}</li>
`
}
