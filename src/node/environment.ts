/** Environment variables by name; an empty one counts as unset. */
import type { Environment } from '../bridge/ports.ts'

export interface ProcessEnvironment extends Environment {
  /** Reads and removes, so that neither a child process nor a diagnostic report gets it. */
  take(name: string): string | undefined
}

export function createEnvironment(variables: NodeJS.ProcessEnv = process.env): ProcessEnvironment {
  const get = (name: string): string | undefined => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    return value === '' ? undefined : value
  }
  return {
    get,
    take: (name) => {
      const value = get(name)
      if (Object.hasOwn(variables, name)) delete variables[name]
      return value
    },
  }
}
