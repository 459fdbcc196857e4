/** A reviewed profile → its section: where requests go, what stands against it, what changed, every tool. */
import type { Permission } from '../../profile/model.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import type { ToolDefinition } from '../../tool/model.ts'
import { toolSize } from '../../tool/size.ts'
import { authTexts } from '../report/credential.ts'
import { accessBadge, bar, riskBadge } from './badges.ts'
import { changeList } from './change-list.ts'
import { destinationsOf } from './destinations.ts'
import { type Html, html } from './html.ts'
import { problemList } from './problem-list.ts'
import type { Review, ReviewedProfile } from './review.ts'
import { toolCard } from './tool-card.ts'
import { code, visible } from './visible.ts'

export function profileSection(one: ReviewedProfile, id: string, { permissions }: Review): Html {
  const { profile, tools, own, locked, problems } = one
  const shown = problemList(problems)
  const { differences = [] } = locked
  return html`<section class="profile" aria-labelledby="${id}">
<h2 id="${id}">${visible(profile.title ?? profile.id)}</h2>
<p class="quiet">Profile ${code(profile.id)}</p>
${tools === undefined ? html`<p class="verdict bad">This profile is not proven: nothing of it is served.</p>` : undefined}
<h3>Where it goes</h3>
${whereTable(one)}
${shown === undefined ? undefined : html`<h3>What the check says</h3>${shown}`}
${differences.length === 0 ? undefined : html`<h3 id="${id}-changes">Changed since the lock</h3>${changeList(differences)}`}
${profile.instructions === undefined ? undefined : html`<h3>Instructions for the model</h3><blockquote class="verbatim">${visible(profile.instructions)}</blockquote>`}
${
  tools === undefined
    ? entriesTable(one)
    : html`<h3>Tools</h3>${toolsTable([...tools, ...own], one, id, permissions)}
${tools.map((tool, index) => toolCard(tool, `${id}-t${index}`, permissions))}`
}
</section>`
}

function whereTable({ profile, tools }: ReviewedProfile): Html {
  const { upstreams, files, audit, resources = [] } = profile
  const rows: readonly Row[] = [
    ...[...upstreams.values()].flatMap((upstream) => upstreamRows(upstream, tools)),
    ['Resources that may be read', resources.map(({ uri }) => uri)],
    ['Files may be read in', files?.read ?? []],
    ['Answers may be saved in', files?.save === undefined ? [] : [files.save]],
    ['Every call is recorded in', audit === undefined ? [] : [audit.file]],
    ['Permissions granted', profile.grants],
  ]
  return html`<dl class="facts">${rows
    .filter(([, values]) => values.length > 0)
    .map(
      ([name, values]) => html`<div><dt>${name}</dt>${values.map((value) => html`<dd>${visible(value)}</dd>`)}</div>`,
    )}</dl>`
}

type Row = readonly [name: string, values: readonly string[]]

function upstreamRows(upstream: ProfileUpstream, tools: ReviewedProfile['tools']): readonly Row[] {
  const { name, kind, contract, auth } = upstream
  return [
    ['Upstream', name === '' ? [] : [name]],
    [kind === 'mcp' ? 'Hosted MCP server' : 'Contract', [contract]],
    ['Requests go to', destinationsOf([upstream], tools)],
    ['Credential', authTexts(auth)],
  ]
}

/** Every tool in a line, the cost of its definition as a bar. */
function toolsTable(
  tools: readonly ToolDefinition[],
  { tools: proven = [] }: ReviewedProfile,
  id: string,
  permissions: ReadonlyMap<string, Permission>,
): Html {
  const sizes = tools.map((tool) => toolSize(tool).tokens)
  const most = Math.max(0, ...sizes)
  const rows = tools.map((tool, index) => {
    const planned = proven[index]?.planned
    const risks = new Set(planned?.entry.requires.map((key) => permissions.get(key)?.riskLevel))
    return html`<tr>
<th scope="row">${planned === undefined ? code(tool.name) : html`<a href="#${id}-t${index}">${code(tool.name)}</a>`}</th>
<td>${planned === undefined ? 'calls nothing' : accessBadge(planned.access)}</td>
<td>${planned === undefined ? "the bridge's own" : code(planned.operation.key)}</td>
<td>${[...risks].map(riskBadge)}</td>
<td>${planned?.entry.confirm === true ? 'asks first' : ''}</td>
<td class="number">${sizes[index]} ${bar(sizes[index] ?? 0, most)}</td>
</tr>
`
  })
  const total = sizes.reduce((sum, tokens) => sum + tokens, 0)
  return html`<div class="scroll" role="group" tabindex="0" aria-label="Tools of this profile"><table>
<thead><tr><th scope="col">Tool</th><th scope="col">Access</th><th scope="col">Calls</th><th scope="col">Risk</th><th scope="col">Person</th><th scope="col" class="number">Tokens, about</th></tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row" colspan="5">All definitions, in every conversation</th><td class="number">${total} ${bar(0, 0)}</td></tr></tfoot>
</table></div>`
}

/** The allowlist as it is written, where nothing of it is proven. */
function entriesTable({ profile: { tools } }: ReviewedProfile): Html {
  return html`<h3>Its allowlist, as written</h3><table>
<thead><tr><th scope="col">Operation</th><th scope="col">Access</th><th scope="col">Needs</th></tr></thead>
<tbody>${tools.map((entry) => html`<tr><th scope="row">${code(entry.operation)}</th><td>${accessBadge(entry.access ?? 'read')}</td><td>${entry.requires.join(', ')}</td></tr>`)}</tbody>
</table>`
}
