/** An operation's parameters → those that a caller may give, and why it may not give the others. */
import type { Parameter } from '../contract/model.ts'
import { parameterUnsupported } from '../contract/serializable.ts'
import { type Problem, problem, warning } from '../problem/problem.ts'
import { headerOwner } from './bridge-headers.ts'
import { chooseContent } from './content.ts'
import { isCredential } from './credential-names.ts'
import { placeholdersOf } from './resolve.ts'
import { inContract, type WholeSubject } from './rules/rule.ts'

/** The parameters that become arguments, in the contract's order. */
export function argumentParameters(subject: WholeSubject): readonly Parameter[] {
  return subject.operation.parameters.filter((parameter) => exclusionOf(parameter, subject) === undefined)
}

/** Those that are credentials: nobody can give another one in their place. */
export function withheldParameters(subject: WholeSubject): readonly Parameter[] {
  return subject.operation.parameters.filter((parameter) => isCredential(parameter, subject))
}

export interface Exclusion {
  /** What to say about it; nothing where the operation gets what it needs all the same. */
  readonly problems: readonly Problem[]
}

/** Why a parameter can't be an argument; undefined where it is one. */
export function exclusionOf(parameter: Parameter, subject: WholeSubject): Exclusion | undefined {
  for (const exclude of EXCLUSIONS) {
    const exclusion = exclude(parameter, subject)
    if (exclusion !== undefined) return exclusion
  }
  return undefined
}

type Exclude = (parameter: Parameter, subject: WholeSubject) => Exclusion | undefined

/** The first that applies decides. */
const EXCLUSIONS: readonly Exclude[] = [credential, header, unplaced, unwritable]

function credential(parameter: Parameter, subject: WholeSubject): Exclusion | undefined {
  if (!isCredential(parameter, subject)) return undefined
  const supplied = subject.credentials.some(
    (use) => use.in === parameter.in && use.name.toLowerCase() === parameter.name.toLowerCase(),
  )
  // with the credential of the profile, an optional one has nothing to add: nobody need change the contract for that
  if (supplied || (!parameter.required && subject.credentials.length > 0)) return { problems: [] }
  const report = parameter.required ? problem : warning
  const at = inContract(subject, parameter.pointer)
  return { problems: [report('PARAMETER_CREDENTIAL', at, { parameter: parameter.name, in: parameter.in })] }
}

function header(parameter: Parameter, subject: WholeSubject): Exclusion | undefined {
  if (parameter.in !== 'header') return undefined
  const name = parameter.name.toLowerCase()
  if (name === 'idempotency-key' && subject.entry.idempotencyKey) return { problems: [] }
  // only 2.0 has these two as parameters: the media type of a body wins
  if (name === 'accept' || (name === 'content-type' && chooseContent(subject.operation) === undefined)) return undefined
  const owner = headerOwner(name)
  if (owner === 'argument') return undefined
  if (owner === 'bridge') return { problems: [] }
  return unsupported(parameter, subject, 'this header is not for a caller to set')
}

/** A path parameter without a place in the path has no effect. */
function unplaced(parameter: Parameter, subject: WholeSubject): Exclusion | undefined {
  if (parameter.in !== 'path' || placeholdersOf(subject.operation.path).includes(parameter.name)) return undefined
  return unsupported({ ...parameter, required: false }, subject, 'the path has no placeholder of this name')
}

function unwritable(parameter: Parameter, subject: WholeSubject): Exclusion | undefined {
  const detail = parameterUnsupported(parameter, subject.operation.definitions)
  return detail === undefined ? undefined : unsupported(parameter, subject, detail)
}

function unsupported(parameter: Parameter, subject: WholeSubject, detail: string): Exclusion {
  const report = parameter.required ? problem : warning
  const at = inContract(subject, parameter.pointer)
  return { problems: [report('PARAMETER_UNSUPPORTED', at, { parameter: parameter.name, in: parameter.in, detail })] }
}
