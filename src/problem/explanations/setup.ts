/** Problem code → what it means, why it is refused and what to do: what the bridge writes for people: a first profiles file, and entries for clients. */
import type { SetupCode } from '../catalogue/setup.ts'

export const setup: Readonly<Record<SetupCode, string>> = {
  PICK_UNKNOWN:
    '"--pick" takes an operation of the contract by its operationId, letter by letter, or as "METHOD /path".',
  CHOICE_NEEDED:
    'A first profile takes all reads of a small contract. Of a large one, somebody has to say what the assistant is for.',
  NOTHING_CHOSEN:
    'A first profile has plain reads only: GET, HEAD, OPTIONS and QUERY, or hosted tools with "readOnlyHint". Everything else has to be named, one by one.',
  BASE_URL_UNKNOWN:
    'The address comes from "servers" or "host". A relative one says nothing where the contract is a file, and plain http would show the token to the network.',
  PROFILE_EXISTS:
    '"bridge init" adds a profile and leaves everything else as it is. A profile that is there is replaced only where somebody says so; the file as it was is then beside it, as ".backup".',
  FILE_UNWRITABLE: 'The system does not let the bridge write there. What was there before still is.',
  CLIENT_FILE_UNREADABLE: 'The configuration of the client is there, but the system does not give it to the bridge.',
  CLIENT_FILE_MALFORMED: 'An entry is only written into a file that can be read: the client could not read it either.',
  CLIENT_FILE_UNEDITABLE:
    'After each change the file is read again, and all but the entry must be as it was. Names that occur twice, and tables of TOML in one line, can stand in the way.',
  CLIENT_ENTRY_MISSING:
    'Entries are named after the profile unless --name says otherwise, and are taken out by the same name.',
  ENTRY_COMMAND_MISSING:
    'The entry names a program that is not there, often because Node.js was updated or the package moved. Clients that are started from a menu lack the PATH of your shell.',
  START_FAILED:
    'Everything that was looked at before is right, and yet the program that the client starts does not serve.',
  READ_FAILED:
    'The bridge serves, and the first call that only reads did not succeed. What the API says about it is in the message.',
}
