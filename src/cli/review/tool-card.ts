/** A proven tool → its part of the page: what it does, what the model reads, what may be sent. */
import { member, stringifyJson } from '../../lib/json.ts'
import type { Permission } from '../../profile/model.ts'
import type { Binding, Tool } from '../../tool/model.ts'
import { toolSize } from '../../tool/size.ts'
import { accessBadge, riskBadge } from './badges.ts'
import { type Html, html } from './html.ts'
import { type SchemaRow, schemaRows } from './schema-rows.ts'
import { code, visible } from './visible.ts'

/** Rows of one tool that are shown; `bridge tools --format json` has them all. */
const MOST_ROWS = 200

export function toolCard(tool: Tool, id: string, permissions: ReadonlyMap<string, Permission>): Html {
  const { planned } = tool
  const { operation, access, base } = planned
  return html`<article class="tool" id="${id}" aria-labelledby="${id}-name">
<header><h4 id="${id}-name">${code(tool.name)}</h4> ${accessBadge(access)}<p>${visible(tool.title)}</p></header>
<dl class="facts">
${fact('Calls', html`${code(operation.key)} at ${code(base.origin + base.path)}`)}
${operation.operationId === undefined ? undefined : fact('Operation', code(operation.operationId))}
${fact('Needs', permissionsOf(tool, permissions))}
${fact('Sends', credentialsOf(tool))}
${fact('Hints for clients', annotationsOf(tool))}
${rulesOf(tool).map((rule) => fact('Rule', html`${rule}`))}
${fact('Costs', html`about ${toolSize(tool).tokens} tokens in every conversation`)}
</dl>
<h5>What the model reads</h5>
<blockquote class="verbatim">${visible(tool.description)}</blockquote>
${argumentsTable(tool)}
</article>`
}

function fact(name: string, value: Html): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`
}

function permissionsOf({ planned }: Tool, permissions: ReadonlyMap<string, Permission>): Html {
  const { requires } = planned.entry
  if (requires.length === 0) return html`no permission`
  const texts = requires.map((key) => {
    const { label, group, riskLevel } = permissions.get(key) ?? {}
    const words = [group, label].filter((part) => part !== undefined).join(': ')
    return html`<span class="permission">${code(key)} ${visible(words)} ${riskBadge(riskLevel)}</span>`
  })
  return html`${texts}`
}

function credentialsOf({ planned: { credentials } }: Tool): Html {
  if (credentials.length === 0) return html`no credential`
  return html`${credentials.map(({ credential, in: place, name }, index) => html`${index === 0 ? '' : ', '}the ${credential.type} credential in ${place} ${code(name)}`)}`
}

function annotationsOf({ annotations }: Tool): Html {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations
  const words = [
    readOnlyHint ? 'read only' : 'changes things',
    destructiveHint ? 'destructive' : 'not destructive',
    idempotentHint ? 'may be repeated' : 'repeating it does it again',
    openWorldHint ? 'reaches out to others' : 'stays here',
  ]
  return html`${words.join(' · ')}`
}

function rulesOf({ planned: { entry } }: Tool): readonly string[] {
  return [
    ...(entry.confirm === true ? ['asks the person before each call'] : []),
    ...(entry.idempotencyKey ? ['sends an Idempotency-Key, so the same call can be sent again'] : []),
    ...(entry.internal ? ['the contract marks it as internal'] : []),
    ...(entry.session === undefined ? [] : [`sets ${entry.session.argument} for the calls after it`]),
    ...(entry.timeoutSeconds === undefined ? [] : [`ends after ${entry.timeoutSeconds} seconds`]),
  ]
}

function argumentsTable(tool: Tool): Html {
  const { planned, pinned, inputSchema } = tool
  const places = new Map(tool.bindings.map((binding) => [binding.argument, placeText(binding)]))
  const shown = schemaRows(inputSchema)
  const fixed = Object.keys(pinned)
  const { forbid } = planned.entry.arguments
  if (shown.length + fixed.length + forbid.length === 0) return html`<p class="quiet">It takes no arguments.</p>`
  return html`<h5>Arguments</h5>
<div class="scroll" role="group" tabindex="0" aria-label="Arguments of ${tool.name}"><table class="arguments">
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">From the model</th><th scope="col">Bounds</th><th scope="col">Goes to</th><th scope="col">What the model reads</th></tr></thead>
<tbody>
${shown.slice(0, MOST_ROWS).map((row) => argumentRow(row, places))}
${fixed.map((name) => html`<tr class="fixed"><th scope="row">${code(name)}</th><td></td><td>no: fixed</td><td>always ${code(stringifyJson(member(pinned, name) ?? null))}</td><td>${places.get(name)}</td><td>nothing</td></tr>`)}
${forbid.map((name) => html`<tr class="fixed"><th scope="row">${code(name)}</th><td></td><td>no: forbidden</td><td>never sent</td><td></td><td>nothing</td></tr>`)}
</tbody></table></div>
${shown.length > MOST_ROWS ? html`<p class="quiet">${shown.length - MOST_ROWS} more rows are left out here.</p>` : undefined}`
}

function argumentRow(
  { name, type, required, bounds, description }: SchemaRow,
  places: ReadonlyMap<string, string>,
): Html {
  return html`<tr><th scope="row">${code(name)}</th><td>${visible(type)}</td><td>${required ? 'required' : 'optional'}</td><td>${visible(bounds.join(' · '))}</td><td>${places.get(name)}</td><td class="prose">${visible(description ?? '')}</td></tr>
`
}

const PLACES: { readonly [T in Binding['to']]: (binding: Extract<Binding, { to: T }>) => string } = {
  parameter: ({ parameter }) => parameter.in,
  property: () => 'body',
  body: () => 'the body',
}

function placeText(binding: Binding): string {
  // the table has the function of exactly this type, which indexing by a union can't show
  return (PLACES[binding.to] as (one: Binding) => string)(binding)
}
