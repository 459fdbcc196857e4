/** A function of a text → the same, made once for each of the texts that come over and over. */

/** Texts come from outside, and may be any number. */
const MOST = 100

export function remembering<V>(make: (text: string) => V): (text: string) => V {
  const made = new Map<string, V>()
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    const value = make(text)
    if (made.size >= MOST) made.clear()
    made.set(text, value)
    return value
  }
}
