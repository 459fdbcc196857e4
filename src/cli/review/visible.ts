/** Foreign text → HTML that shows all of it: what would act or hide stands there as its escape. */
import { printableParts } from '../../lib/printable-parts.ts'
import { type Html, html } from './html.ts'

export function visible(text: string): Html {
  const parts = printableParts(text).map((part) =>
    part.hidden ? html`<mark class="hidden" title="a character that does not show">${part.text}</mark>` : part.text,
  )
  // whatever direction the text has, it ends with it
  return html`<bdi>${parts}</bdi>`
}

/** The same as code. */
export function code(text: string): Html {
  return html`<code>${visible(text)}</code>`
}
