/** A sealed value: nothing prints it, and only two files of the program may open it. */
const SEAL = '[secret]'

/** What `node:util` calls to print an object; its registered symbol keeps this folder free of node imports. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** A secret from the environment. Serialising, printing or inspecting it gives `[secret]`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself. Called in a few files only; a test holds which. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return SEAL
  }

  toJSON(): string {
    return SEAL
  }

  [INSPECT](): string {
    return SEAL
  }
}
