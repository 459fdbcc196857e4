/** Words that a shell broke at `=` and `:` → words as they were typed. */

/** `--format`, `=`, `json` → `--format=json`; `https`, `:`, `//x` → `https://x`. A last `=` keeps waiting for its value. */
export function joinBroken(words: readonly string[]): readonly string[] {
  const joined: string[] = []
  let open = false
  for (const word of words) {
    const isBreak = /^[=:]+$/.test(word)
    const last = joined.at(-1)
    if ((isBreak || open) && last !== undefined) joined[joined.length - 1] = last + word
    else joined.push(word)
    open = isBreak
  }
  // the value of an option stands at the cursor: it is a word of its own
  return open ? [...joined.slice(0, -1), (joined.at(-1) ?? '').replace(/[=:]+$/, '')] : joined
}
