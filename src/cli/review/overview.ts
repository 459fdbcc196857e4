/** The whole review → what the reader should know first: counts, verdict, and one line for each profile. */

import { isError } from '../../problem/checked.ts'
import type { ChangeClass } from '../../problem/lock-change.ts'
import type { Access } from '../../profile/model.ts'
import { authTexts } from '../report/credential.ts'
import { ACCESSES } from './badges.ts'
import { destinationsOf } from './destinations.ts'
import { type Html, html } from './html.ts'
import { problemList } from './problem-list.ts'
import type { Review, ReviewedProfile } from './review.ts'
import { code, visible } from './visible.ts'

const ACCESS_WORDS: Readonly<Record<Access, string>> = {
  read: 'only read',
  write: 'write',
  destructive: 'destroy',
  spend: 'spend',
}

export function overview(review: Review): Html {
  const { profiles, vanished, problems } = review
  const counts = countsOf(profiles)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return html`<dl class="tiles">
<div class="tile"><dt>${total === 1 ? 'tool' : 'tools'} for agents</dt><dd>${total}</dd></div>
${ACCESSES.map((access) => html`<div class="tile ${access} ${counts.get(access) === 0 ? 'none' : ''}"><dt>${ACCESS_WORDS[access]}</dt><dd>${counts.get(access)}</dd></div>`)}
</dl>
${verdict(profiles)}
${problemList(problems)}
<h2>Profiles</h2>
<div class="scroll" role="group" tabindex="0" aria-label="Profiles"><table>
<thead><tr><th scope="col">Profile</th><th scope="col">Check</th>${ACCESSES.map((access) => html`<th scope="col" class="number">${access}</th>`)}<th scope="col">Since the lock</th><th scope="col">Requests go to</th><th scope="col">Credential</th></tr></thead>
<tbody>${profiles.map((one, index) => profileRow(one, `p${index}`, review))}
${vanished.map(({ id }) => html`<tr><th scope="row">${code(id)}</th><td colspan="8">The lock has it; the profiles file does not.</td></tr>`)}</tbody>
</table></div>`
}

function countsOf(profiles: readonly ReviewedProfile[]): ReadonlyMap<Access, number> {
  const all = profiles.flatMap(({ tools = [] }) => tools.map(({ planned }) => planned.access))
  return new Map(ACCESSES.map((access) => [access, all.filter((one) => one === access).length]))
}

function verdict(profiles: readonly ReviewedProfile[]): Html {
  const failed = profiles.filter(({ ok }) => !ok)
  if (failed.length === 0)
    return html`<p class="verdict good">Every operation on the lists is proven against its contract.</p>`
  return html`<p class="verdict bad">Nothing is served of ${failed.length} of ${profiles.length} profiles: ${failed.map(({ profile }, index) => [index === 0 ? '' : ', ', code(profile.id)])}.</p>`
}

function profileRow(one: ReviewedProfile, id: string, review: Review): Html {
  const { profile, tools } = one
  const upstreams = [...profile.upstreams.values()]
  const counts = countsOf([one])
  return html`<tr>
<th scope="row"><a href="#${id}">${visible(profile.title ?? profile.id)}</a><br><span class="quiet">${code(profile.id)}</span></th>
<td>${checkText(one)}</td>
${ACCESSES.map((access) => html`<td class="number">${counts.get(access)}</td>`)}
<td>${lockText(one, id, review)}</td>
<td>${destinationsOf(upstreams, tools).map((url, index) => html`${index === 0 ? undefined : html`<br>`}${visible(url)}`)}</td>
<td>${upstreams.flatMap(({ auth }) => authTexts(auth)).map((text, index) => html`${index === 0 ? undefined : html`<br>`}${visible(text)}`)}</td>
</tr>
`
}

function checkText({ ok, problems }: ReviewedProfile): Html {
  const errors = problems.filter(isError).length
  const warnings = problems.length - errors
  const words = [
    ...(errors === 0 ? [] : [`${errors} ${errors === 1 ? 'error' : 'errors'}`]),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`]),
  ]
  return html`<span class="badge ${ok ? 'good' : 'error'}">${ok ? 'proven' : 'refused'}</span> ${words.join(', ')}`
}

const CLASSES: readonly ChangeClass[] = ['breaking', 'widening', 'wording']

function lockText({ locked, tools, profile }: ReviewedProfile, id: string, { lock }: Review): Html {
  if (lock === 'missing') return html`${profile.lock === 'required' ? 'no lock, and it is required' : 'no lock'}`
  if (tools === undefined || locked.differences === undefined) return html`not compared`
  const changes = locked.differences.flatMap((difference) => difference.changes)
  if (changes.length === 0) return html`as locked`
  const counted = CLASSES.flatMap((kind) => {
    const count = changes.filter((change) => change.class === kind).length
    return count === 0 ? [] : [`${count} ${kind}`]
  })
  return html`<a href="#${id}-changes">${counted.map((text, index) => html`${index === 0 ? '' : ', '}<span class="whole">${text}</span>`)}</a>`
}
