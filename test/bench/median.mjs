/** Numbers → the one in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/** Names in the one order and in the other, so that a busy machine is busy for all. */
export function inTurn(names, round) {
  return round % 2 === 0 ? names : names.toReversed()
}
