/** References of an allowlist → the one operation that each of them means. */
import type { Contract, OperationEntry } from '../contract/model.ts'
import { nearest } from '../lib/nearest.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { ToolEntry } from '../profile/model.ts'
import { type Context, type EntrySubject, inContract, inProfile } from './rules/rule.ts'

export interface Resolved {
  readonly entry: ToolEntry
  readonly operation: Checked<OperationEntry>
}

/** Resolves every entry of the upstream, in the profile's order. */
export function resolveEntries(context: Context): readonly Resolved[] {
  const index = indexOf(context.contract)
  const firsts = new Map<OperationEntry, string>()
  const entries = context.profile.tools.filter(({ upstream }) => upstream === context.upstream.name)
  return entries.map((entry) => {
    const operation = resolve({ ...context, entry }, index)
    if (!operation.ok) return { entry, operation }
    const first = firsts.get(operation.value)
    firsts.set(operation.value, first ?? entry.operation)
    if (first === undefined) return { entry, operation }
    const at = inProfile(context, entry.pointer)
    return { entry, operation: refuse(problem('OPERATION_LISTED_TWICE', at, { operation: entry.operation, first })) }
  })
}

/** The operations that any of the references could mean; others have no say in what they mean. */
export function candidatesOf({ operations }: Contract, references: readonly string[]): readonly OperationEntry[] {
  const exact = new Set(references)
  const shapes = new Set(references.map(shapeOf))
  return operations.filter(
    ({ operationId, key }) =>
      (operationId !== undefined && exact.has(operationId)) || exact.has(key) || shapes.has(shapeOf(key)),
  )
}

/** The names between braces, each once. @see https://spec.openapis.org/oas/v3.2.0.html#path-templating */
export function placeholdersOf(path: string): readonly string[] {
  return [...new Set([...path.matchAll(PLACEHOLDER)].map(([, name = '']) => name))]
}

interface Index {
  readonly byId: ReadonlyMap<string, readonly OperationEntry[]>
  readonly byKey: ReadonlyMap<string, readonly OperationEntry[]>
  /** Keys without the names of their placeholders. */
  readonly byShape: ReadonlyMap<string, readonly OperationEntry[]>
}

const PLACEHOLDER = /\{([^{}]*)\}/g

function indexOf({ operations }: Contract): Index {
  return {
    byId: group(operations, (one) => one.operationId),
    byKey: group(operations, (one) => one.key),
    byShape: group(operations, (one) => shapeOf(one.key)),
  }
}

function shapeOf(key: string): string {
  return key.replace(PLACEHOLDER, '{}')
}

function group(
  operations: readonly OperationEntry[],
  nameOf: (operation: OperationEntry) => string | undefined,
): ReadonlyMap<string, readonly OperationEntry[]> {
  const groups = new Map<string, OperationEntry[]>()
  for (const operation of operations) {
    const name = nameOf(operation)
    const others = name === undefined ? undefined : groups.get(name)
    if (others !== undefined) others.push(operation)
    else if (name !== undefined) groups.set(name, [operation])
  }
  return groups
}

function resolve(subject: EntrySubject, index: Index): Checked<OperationEntry> {
  const reference = subject.entry.operation
  // an id that looks like another operation's key means neither
  const exact = new Set([...(index.byId.get(reference) ?? []), ...(index.byKey.get(reference) ?? [])])
  const found = exact.size > 0 ? [...exact] : (index.byShape.get(shapeOf(reference)) ?? [])
  const [operation, ...others] = found
  if (operation === undefined) {
    const near = nearest(reference, [...index.byId.keys(), ...index.byKey.keys()])
    const at = inProfile(subject, subject.entry.pointer)
    return refuse(
      problem('OPERATION_NOT_FOUND', at, {
        operation: reference,
        nearest: near,
        ...(subject.contract.hosted === undefined ? {} : { credentialled: subject.contract.hosted.credentialled }),
      }),
    )
  }
  if (others.length === 0) return pass(operation)
  const places = found.map((one) => one.key)
  return refuse(
    problem('OPERATION_AMBIGUOUS', inContract(subject, operation.pointer), { operation: reference, places }),
  )
}
