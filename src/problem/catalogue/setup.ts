/** What the catalogue says about what the bridge writes for people: a first profiles file, and entries for clients. */
import type { Entries } from './entry.ts'
import { counted, didYouMean, either, quote, sentences } from './phrases.ts'

export type SetupCode =
  | 'PICK_UNKNOWN'
  | 'CHOICE_NEEDED'
  | 'NOTHING_CHOSEN'
  | 'BASE_URL_UNKNOWN'
  | 'PROFILE_EXISTS'
  | 'FILE_UNWRITABLE'
  | 'CLIENT_FILE_UNREADABLE'
  | 'CLIENT_FILE_MALFORMED'
  | 'CLIENT_FILE_UNEDITABLE'
  | 'CLIENT_ENTRY_MISSING'
  | 'ENTRY_COMMAND_MISSING'
  | 'START_FAILED'
  | 'READ_FAILED'

function byTag(tags: readonly string[]): string | undefined {
  return tags.length === 0 ? undefined : `Tags here: ${either(tags)}.`
}

export const setup: Entries<SetupCode> = {
  PICK_UNKNOWN: {
    exit: 2,
    message: ({ operation }) => `the contract has no operation ${quote(operation)} to pick`,
    hint: ({ nearest }) => sentences(didYouMean(nearest), 'Name it by its operationId, or as "METHOD /path".'),
  },
  CHOICE_NEEDED: {
    exit: 2,
    message: ({ operations, reads, most }) =>
      `the contract has ${counted(operations, 'operation')}, ${reads} of them reads; more than ${most} tools are too many for a model to choose from`,
    hint: ({ tags }) =>
      sentences(
        'Choose with --tag NAME, --search "WORDS" or --pick OPERATION (each may be repeated), or on a terminal without --yes.',
        byTag(tags),
      ),
  },
  NOTHING_CHOSEN: {
    exit: 2,
    message: ({ operations, asked }) =>
      asked
        ? `none of the ${counted(operations, 'operation')} of the contract is a read that was asked for`
        : `none of the ${counted(operations, 'operation')} of the contract is a read`,
    hint: ({ tags }) =>
      sentences(
        'Operations that write, and deprecated or internal ones, are taken with --pick OPERATION only.',
        byTag(tags),
      ),
  },
  BASE_URL_UNKNOWN: {
    exit: 2,
    message: ({ written, insecure }) => {
      if (insecure !== undefined) return `the contract's server ${insecure} is plain http: a token must not go there`
      return `the contract does not say where the API is${written.length === 0 ? '' : ` (its servers: ${either(written)})`}`
    },
    hint: ({ insecure }) =>
      insecure === undefined
        ? 'Give the address of the API with --base-url https://…'
        : `If the API answers over https too: --base-url ${insecure.replace('http:', 'https:')}`,
  },
  PROFILE_EXISTS: {
    exit: 2,
    message: ({ profile }) => `the file has a profile ${quote(profile)} already`,
    hint: () => 'Give the new one another name with --profile ID, or replace the old one with --yes.',
  },
  FILE_UNWRITABLE: {
    exit: 2,
    message: ({ detail }) => `the file can't be written: ${detail}`,
    hint: () => 'Make its folder writable, or name another place.',
  },
  CLIENT_FILE_UNREADABLE: {
    exit: 2,
    message: ({ detail }) => `the client's file can't be read: ${detail}`,
    hint: () => 'Look at its permissions, or print the entry without --write and put it in by hand.',
  },
  CLIENT_FILE_MALFORMED: {
    exit: 2,
    message: ({ client, format, hasComments }) =>
      hasComments
        ? `${client} reads its file as plain JSON, and there is a comment, or a comma at the end of a list`
        : `the file of ${client} is not ${format}`,
    hint: ({ hasComments }) =>
      hasComments
        ? 'Take it out, then run this again. Nothing was changed.'
        : 'Correct that line, then run this again. Nothing was changed.',
  },
  CLIENT_FILE_UNEDITABLE: {
    exit: 2,
    message: ({ client }) =>
      `the file of ${client} is written in a way that can't be changed here without a risk for the rest of it`,
    hint: () => 'Print the entry without --write, and put it in by hand. Nothing was changed.',
  },
  CLIENT_ENTRY_MISSING: {
    exit: 2,
    message: ({ name, choices }) => {
      if (name !== undefined) return `the client's file has no entry ${quote(name)}`
      return choices.length === 0
        ? "the client's file has no entry of the bridge"
        : "the client's file has several entries of the bridge"
    },
    hint: ({ choices }) =>
      choices.length === 0
        ? 'It has none at all: "bridge config CLIENT --write" puts one there.'
        : `It has ${either(choices)}: name one with --name.`,
  },
  ENTRY_COMMAND_MISSING: {
    exit: 2,
    message: ({ command }) => `the client can't start ${quote(command)}: there is no such program`,
    hint: () => 'Write the entry again, with absolute paths: "bridge config CLIENT --write".',
  },
  START_FAILED: {
    exit: 2,
    message: ({ said }) => `the bridge ended before it answered${said === '' ? '' : `: ${said}`}`,
    hint: () => 'Run the same command in a terminal to see all of it.',
  },
  READ_FAILED: {
    exit: 8,
    message: ({ tool, said }) => `${quote(tool)} answered with an error: ${said}`,
    hint: ({ tool }) => `Try it alone: "bridge call ${tool}".`,
  },
}
