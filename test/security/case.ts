/** What the bridge has to withstand, and where that is proven: `file: words that it has once`, or `- why there is no test`. */
export type Case = readonly [number: number, threat: string, ...where: readonly string[]]
