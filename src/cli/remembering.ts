/** What reads documents and lists → the same, asking for each only once. */
import type { LoadOptions } from '../bridge/load.ts'

export function remembering({ documents, hosted, ...rest }: LoadOptions): LoadOptions {
  const texts = new Map<string, ReturnType<typeof documents.read>>()
  const lists = new Map<string, ReturnType<NonNullable<typeof hosted>['list']>>()
  return {
    ...rest,
    documents: { read: (uri, options) => once(texts, `${options.source} ${uri}`, () => documents.read(uri, options)) },
    ...(hosted === undefined
      ? {}
      : {
          hosted: { list: (profile, upstream) => once(lists, upstream.contract, () => hosted.list(profile, upstream)) },
        }),
  }
}

function once<V>(known: Map<string, V>, key: string, make: () => V): V {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}
