/** A Markdown text → its code blocks and its tables. */

export interface Block {
  readonly language: string
  readonly text: string
}

export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))
}

/** The tables under a heading, up to the next one: rows of cells, without their heads. */
export function tablesUnder(markdown: string, heading: string): readonly (readonly (readonly string[])[])[] {
  const section = markdown.split(/^#{2,3} /m).find((part) => part.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`there is no heading ${heading}`)
  return [...section.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      ),
  )
}

/** The first cells under a heading that are in backticks, without those. */
export function keysUnder(markdown: string, heading: string): readonly string[] {
  const [rows = []] = tablesUnder(markdown, heading)
  return rows.map(([cell = '']) => /^`(.+)`$/.exec(cell)?.[1] ?? cell)
}
