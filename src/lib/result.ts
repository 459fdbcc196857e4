/** The outcome of something that is expected to fail sometimes: a value, or why there is none. */
export type Result<V, F> = { readonly ok: true; readonly value: V } | { readonly ok: false; readonly error: F }

export function success<V>(value: V): { readonly ok: true; readonly value: V } {
  return { ok: true, value }
}

export function failure<F>(error: F): { readonly ok: false; readonly error: F } {
  return { ok: false, error }
}
