/** A JSON Schema to a function that says what is wrong with a value. @see https://json-schema.org/draft/2020-12 */
import { canonicalJson } from './canonical-json.ts'
import { type JsonValue, toDoubles } from './json.ts'
import { type CompilePattern, loadPatterns } from './pattern.ts'
import { prepareSchema, type Schema } from './schema-preparation.ts'
import { createStepBudget, STEP, TooManySteps } from './step-budget.ts'
import { type RawViolation, type Violation, violationsOf } from './violation.ts'

export type { Schema } from './schema-preparation.ts'

/** What is wrong with the value, nothing if it is valid. Exact numbers are compared as their nearest doubles. */
export type Validate = (value: JsonValue) => readonly Violation[]

/**
 * `#/$defs/<name>` refers to `definitions`. Each schema stands alone: identifiers don't clash. A schema that can't be
 * compiled (a reference to nowhere) admits nothing, and its violation says so.
 */
export type Compile = (schema: Schema, definitions: ReadonlyMap<string, Schema>) => Validate

const MOST_VIOLATIONS = 20

/** Beyond this, the first violation is enough: collecting them all would take memory without end. */
const LARGE_VALUE = 20_000

/** Loads the validator on first use: starting doesn't need it. */
export function loadValidator(): Promise<{ readonly compile: Compile }> {
  loaded ??= load()
  return loaded
}

let loaded: Promise<{ readonly compile: Compile }> | undefined

async function load(): Promise<{ readonly compile: Compile }> {
  // CommonJS packages: once bundled, everything is on their default export
  const [{ default: ajv2020 }, { default: formats }, compilePattern] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv-formats'),
    loadPatterns(),
  ])
  const isEnforceable = (source: string) => compilePattern(source).ok
  const budget = createStepBudget()
  const create = (allErrors: boolean) => {
    const ajv = new ajv2020.Ajv2020({
      allErrors,
      strict: false,
      strictNumbers: true,
      ownProperties: true,
      verbose: true,
      meta: false,
      validateSchema: false,
      addUsedSchema: false,
      logger: false,
      multipleOfPrecision: 8,
      code: { regExp: Object.assign(patternEngine(compilePattern), { code: 'new RegExp' }) },
    })
    formats.default(ajv)
    for (const [name, [least, most]] of INTEGER_FORMATS) {
      ajv.addFormat(name, {
        type: 'number',
        validate: (value: number) => Number.isInteger(value) && value >= least && value <= most,
      })
    }
    ajv.addFormat('url', isUrl)
    ajv.addKeyword({ keyword: STEP, schemaType: 'boolean', before: 'not', errors: false, validate: budget.step })
    ajv.removeKeyword('uniqueItems')
    ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: hasUniqueItems })
    return ajv
  }
  const quick = create(false)
  const thorough = create(true)

  return {
    compile(schema, definitions) {
      const first = attempt(() => quick.compile(prepareSchema(schema, definitions, isEnforceable)))
      if (first === undefined) return () => [UNCOMPILABLE]
      // most calls are valid: the schema is compiled for complete reports when the first one is needed
      let all: typeof first | undefined
      return (value) => {
        const doubles = toDoubles(value)
        budget.start(doubles)
        const valid = decide(first, doubles)
        if (valid === true) return []
        if (typeof valid === 'object') return [valid]
        if (isLarge(doubles)) return report(first.errors, value)
        all ??= attempt(() => thorough.compile(prepareSchema(schema, definitions, isEnforceable)))
        const few = first.errors
        const complete = all
        budget.start(doubles)
        const whole = complete === undefined ? undefined : decide(complete, doubles)
        return report(whole === false ? complete?.errors : few, value)
      }
    },
  }
}

const UNCOMPILABLE: Violation = {
  pointer: '',
  message: "can't be checked: the contract's schema is invalid",
  keyword: '$schema',
}
const TOO_MANY_WAYS: Violation = {
  pointer: '',
  message: "can't be checked: its parts fit the contract in too many ways",
  keyword: '$ref',
}
const UNDECIDED: Violation = { pointer: '', message: "can't be checked: it is nested too deeply", keyword: '$ref' }

/** @see https://spec.openapis.org/registry/format/ */
const INTEGER_FORMATS: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['int8', [-128, 127]],
  ['uint8', [0, 255]],
  ['int16', [-32_768, 32_767]],
  ['uint16', [0, 65_535]],
  ['int32', [-(2 ** 31), 2 ** 31 - 1]],
  ['uint32', [0, 2 ** 32 - 1]],
  // the nearest doubles: a value a little outside passes, which the API itself refuses
  ['int64', [-(2 ** 63), 2 ** 63]],
  ['uint64', [0, 2 ** 64]],
])

/** The validator shares compiled patterns by their text, so that must differ where the patterns do. */
function patternEngine(compilePattern: CompilePattern) {
  return (source: string) => {
    const compiled = compilePattern(source)
    // unenforceable patterns are left out before compiling
    return { test: compiled.ok ? compiled.value : () => true, toString: () => `/${source}/` }
  }
}

function hasUniqueItems(wanted: boolean, items: readonly JsonValue[]): boolean {
  return !wanted || new Set(items.map(canonicalJson)).size === items.length
}

function isLarge(root: JsonValue): boolean {
  let seen = 0
  const pending: JsonValue[] = [root]
  for (let value = pending.pop(); value !== undefined && seen <= LARGE_VALUE; value = pending.pop()) {
    seen++
    if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) pending.push(item)
  }
  return seen > LARGE_VALUE
}

function report(errors: readonly RawViolation[] | null | undefined, value: JsonValue): readonly Violation[] {
  return violationsOf(errors ?? [], value, MOST_VIOLATIONS)
}

/** Whether the value is valid, or why nobody can tell. */
function decide(validate: (value: JsonValue) => boolean, value: JsonValue): boolean | Violation {
  try {
    return validate(value)
  } catch (error) {
    return error instanceof TooManySteps ? TOO_MANY_WAYS : UNDECIDED
  }
}

/** The pattern of the package takes quadratic time, and admits no host of a private network. */
function isUrl(text: string): boolean {
  return /^(?:https?|ftp):\/\//i.test(text) && URL.canParse(text)
}

/** The compiler throws for schemas that make no sense, and overflows on endless ones. */
function attempt<V>(action: () => V): V | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
