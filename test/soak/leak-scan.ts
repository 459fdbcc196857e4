/** A secret → a search for it in every form in which it could have got out. */

/** The first form that the text holds, cut short; undefined where it holds none. */
export type LeakScan = (text: string) => string | undefined

/** Any `piece` characters of a form count as the whole. */
export function createLeakScan(secrets: readonly string[], piece = 10): LeakScan {
  const forms = [...new Set(secrets.flatMap((secret) => formsOf(secret, piece)))]
  const any = new RegExp(forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'))
  return (text) => (forms.length === 0 ? undefined : any.exec(text)?.[0].slice(0, 4))
}

function formsOf(secret: string, piece: number): readonly string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString('base64')
    // without what is shared with a neighbour
    return text.slice(offset === 0 ? 0 : offset + 1).replace(/.?=*$/, '')
  })
  const whole = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64]
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  return [...whole, ...url].flatMap((form) =>
    form.length <= piece
      ? [form]
      : Array.from({ length: form.length - piece + 1 }, (_, at) => form.slice(at, at + piece)),
  )
}
