/** The version of this package, from its package.json. */
import pkg from '../../package.json' with { type: 'json' }

export const { version } = pkg
