/** The forms that the report of a check takes: what `--format` offers, without what writes them. */
export const CHECK_FORMATS = ['text', 'json', 'github', 'sarif', 'junit'] as const
