/** What differs from the lock → words, rewritten texts word by word. */
import { wordRuns } from '../../lib/word-diff.ts'
import type { LockDifference } from '../../plan/lock/model.ts'
import { changeText, rewrittenText } from '../../problem/catalogue/lock-words.ts'
import type { LockChange } from '../../problem/lock-change.ts'
import { changeBadge } from './badges.ts'
import { type Html, html } from './html.ts'
import { code, visible } from './visible.ts'

export function changeList(differences: readonly LockDifference[]): Html {
  return html`<dl class="changes">${differences.map(
    ({ upstream, operation, changes }) =>
      html`<dt>${upstream === '' ? undefined : html`${code(upstream)} `}${operation === undefined ? (upstream === '' ? 'The profile' : 'as a whole') : code(operation)}</dt>${changes.map(change)}`,
  )}</dl>`
}

function change(one: LockChange): Html {
  const rewritten = rewrittenText(one)
  if (rewritten === undefined) return html`<dd>${changeBadge(one.class)} ${visible(changeText(one))}</dd>`
  const { subject, from, to } = rewritten
  const words = wordRuns(from, to).map(({ same, removed, added }) => [
    visible(same.join('')),
    removed.length === 0
      ? undefined
      : html`<del><span class="aside">removed: </span>${visible(removed.join(''))}</del>`,
    added.length === 0 ? undefined : html`<ins><span class="aside">added: </span>${visible(added.join(''))}</ins>`,
  ])
  return html`<dd>${changeBadge(one.class)} ${visible(subject)}<blockquote class="verbatim">${words}</blockquote></dd>`
}
