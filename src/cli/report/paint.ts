/** Colours, or none. */
import { styleText } from 'node:util'

export interface Paint {
  readonly red: (text: string) => string
  readonly yellow: (text: string) => string
  readonly green: (text: string) => string
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
}

export function createPaint(colour: boolean): Paint {
  const paint = (format: 'red' | 'yellow' | 'green' | 'bold' | 'dim') => (text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text
  return { red: paint('red'), yellow: paint('yellow'), green: paint('green'), bold: paint('bold'), dim: paint('dim') }
}
