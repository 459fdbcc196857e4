/** What `bridge doctor` looked at → whether it is right. */
import type { Checked } from '../../problem/checked.ts'
import type { Problem } from '../../problem/problem.ts'

export type Step = 'entry' | 'profiles' | 'contract' | 'check' | 'credential' | 'upstream' | 'start' | 'tools' | 'read'

export type Finding =
  | { readonly step: Step; readonly is: 'right'; readonly said: string; readonly warnings: readonly Problem[] }
  /** `said` is why it was not tried. */
  | { readonly step: Step; readonly is: 'skipped'; readonly said: string }
  | { readonly step: Step; readonly is: 'wrong'; readonly problems: readonly [Problem, ...Problem[]] }

export function findingOf<V>(step: Step, checked: Checked<V>, said: (value: V) => string): Finding {
  return checked.ok
    ? { step, is: 'right', said: said(checked.value), warnings: checked.problems }
    : { step, is: 'wrong', problems: checked.problems }
}
