/** Work that nobody waits for → done a moment later, or at the end. */
export interface Later {
  readonly add: (work: () => void) => void
  /** Does at once what is left. */
  readonly settle: () => void
}

export function createLater(ms: number): Later {
  const works: (() => void)[] = []
  const settle = (): void => {
    for (const work of works.splice(0)) work()
  }
  return {
    add: (work) => {
      works.push(work)
      setTimeout(settle, ms).unref()
    },
    settle,
  }
}
