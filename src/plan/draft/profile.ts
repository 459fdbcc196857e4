/** A contract and the operations chosen from it → a profile in the form of the profiles file. */
import type { Contract, Operation, OperationEntry } from '../../contract/model.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { isSecure } from '../../lib/loopback.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import { guessAccess } from '../guess-access.ts'
import { draftAuth } from './auth.ts'
import { referencesOf, variableOf, writtenNames } from './names.ts'
import type { Selected } from './selection.ts'

export interface DraftTool {
  readonly reference: string
  /** The entry of the allowlist. */
  readonly written: JsonValue
  readonly picked: boolean
}

/** A profile but for its tools, and those. */
export interface Draft {
  readonly id: string
  readonly head: JsonObject
  readonly tools: readonly DraftTool[]
}

/** `upstream` as it is to be written; `authorised` is for a hosted server, which declares no security: whether it got a token. */
export function draftProfile(
  contract: Contract,
  selected: readonly Selected[],
  { id, upstream, authorised }: { readonly id: string; readonly upstream: JsonObject; readonly authorised: boolean },
): Draft {
  const operations = selected.map(({ operation }) => operation)
  const auth =
    contract.hosted === undefined
      ? draftAuth(
          operations.flatMap((one) => readable(contract, one)),
          contract,
          id,
        )
      : authorised
        ? hostedAuth(id)
        : undefined
  const title = plainTitle(contract.title)
  return {
    id,
    head: { ...(title === '' ? {} : { title }), upstream, ...(auth === undefined ? {} : { auth }) },
    tools: draftTools(contract, selected),
  }
}

/** What a hosted server is asked with. */
export function hostedAuth(id: string): JsonObject {
  return { type: 'bearer', token: { env: variableOf(id, 'token') } }
}

function readable(contract: Contract, entry: OperationEntry): readonly Operation[] {
  const read = contract.read(entry)
  return read.ok ? [read.value] : []
}

function draftTools(contract: Contract, selected: readonly Selected[]): readonly DraftTool[] {
  const references = referencesOf(contract.operations)
  const names = writtenNames(selected.map(({ operation }) => operation))
  return selected.map(({ operation, picked }) => {
    const reference = references.get(operation) ?? operation.key
    const access = guessAccess(operation)
    const name = names.get(operation)
    const more = { ...(access === 'read' ? {} : { access }), ...(name === undefined ? {} : { name }) }
    return {
      reference,
      picked,
      written: Object.keys(more).length === 0 ? reference : { operation: reference, ...more },
    }
  })
}

/** One line, for people. */
function plainTitle(title: string): string {
  return title
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, 100)
}

/** Where the contract says that the API is: its first server that a token may travel to. */
export function inferBaseUrl({ servers, uri }: Contract): Checked<string> {
  const urls = servers.flatMap(({ url }) => (url === undefined ? [] : [new URL(url)]))
  const found = urls.find((url) => isSecure(url) && url.search === '' && url.hash === '' && url.username === '')
  if (found !== undefined) return pass(found.href.replace(/\/+$/, ''))
  const insecure = urls.find(({ protocol }) => protocol === 'http:')
  return refuse(
    problem(
      'BASE_URL_UNKNOWN',
      { source: 'contract', uri },
      {
        written: servers.map(({ written }) => written),
        ...(insecure === undefined ? {} : { insecure: insecure.href }),
      },
    ),
  )
}
