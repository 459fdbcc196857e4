/** Access, risk, sizes and changes → small marks that say in words what their colour says too. */
import type { ChangeClass } from '../../problem/lock-change.ts'
import type { Access, Permission } from '../../profile/model.ts'
import { type Html, html } from './html.ts'

/** In the order of harm. */
export const ACCESSES: readonly Access[] = ['read', 'write', 'destructive', 'spend']

export function accessBadge(access: Access): Html {
  return html`<span class="badge ${access}">${access}</span>`
}

export function riskBadge(risk: Permission['riskLevel']): Html | undefined {
  return risk === undefined ? undefined : html`<span class="badge risk-${risk}">${risk} risk</span>`
}

export function changeBadge(kind: ChangeClass): Html {
  return html`<span class="badge ${kind}">${kind}</span>`
}

const BAR = 96

/** A bar for `value` of `most`; the number stands beside it. */
export function bar(value: number, most: number): Html {
  const width = most === 0 ? 0 : Math.max(1, Math.round((value / most) * BAR))
  return html`<svg class="bar" width="${BAR}" height="8" viewBox="0 0 ${BAR} 8" aria-hidden="true"><rect class="track" width="${BAR}" height="8" rx="2"/><rect class="fill" width="${width}" height="8" rx="2"/></svg>`
}
