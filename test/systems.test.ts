/** What the APIs that this bridge was made for need of one, point by point, and the tests that hold it to that. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** A file under `test/`, and words of the test in it. */
type Held = readonly [file: string, words: string]

interface Point {
  readonly point: string
  readonly held: readonly Held[]
  /** What of it is otherwise, and why. */
  readonly but?: string
}

const POINTS: readonly Point[] = [
  // contract and profile
  {
    point: '1: several profiles, each with its own contract, header, token and list',
    held: [
      ['e2e/clients.test.ts', 'the manager has its own tools, token and API'],
      ['e2e/several-upstreams.test.ts', 'no credential reaches another system, and none is in any answer'],
      ['e2e/negative.test.ts', "manager naming a technician's operation"],
    ],
  },
  {
    point: '2: the check needs no token and names everything that is wrong; start makes the same check',
    held: [
      ['e2e/check.test.ts', 'sends no credential, even if one is set'],
      ['e2e/negative.test.ts', 'operation vanished'],
      ['e2e/systems.test.ts', 'an operation that vanished is named, and nothing is served'],
      ['e2e/negative.test.ts', '$broken: tools/list answers $exit'],
      ['peers/surface.test.ts', 'every problem is told, not only the first'],
    ],
  },
  {
    point: '3: an operation that changed behind its id is refused',
    held: [['e2e/lock.test.ts', 'a contract that moved']],
    but: 'where the profile requires the lock',
  },
  {
    point: '4: contracts in JSON and YAML, 3.0 and 3.1, whose dates are text',
    held: [
      ['e2e/neonpanel.test.ts', 'says the same as JSON and as YAML, whose dates stay text'],
      ['contract/document.test.ts', 'a directive does not bring YAML 1.1 back'],
      ['contract/petstore.test.ts', '%s is the one petstore'],
    ],
  },
  {
    point: '5: the base URL is the profile’s; a contract can not lead the token elsewhere',
    held: [
      ['e2e/geopera.test.ts', 'operations by name are tools, and no tool takes a credential'],
      ['e2e/neonpanel.test.ts', 'another host in it gets neither requests nor the token'],
      ['e2e/negative.test.ts', 'no servers, no baseUrl'],
    ],
  },
  {
    point: '6: references in schemas, parameters and responses, in circles too',
    held: [
      ['contract/reference.test.ts', 'a chain is as long as it likes'],
      ['peers/schemas.test.ts', 'schemas that lead back to themselves'],
      ['peers/parameters.test.ts', 'parameters are found wherever the contract has them'],
    ],
  },
  {
    point: '7: internal operations, those for administration and those without an id are not exposed by accident',
    held: [
      ['e2e/geopera.test.ts', '$operation needs to be named as internal'],
      ['e2e/neonpanel.test.ts', 'an internal operation'],
      ['e2e/neonpanel.test.ts', 'operations without an id are nobody’s by accident'],
    ],
    but: 'an operation without an id is there if its method and path are written out',
  },
  {
    point: '8: dotted ids become names that clients take, or stay as they are',
    held: [
      ['e2e/openshop.test.ts', 'keep their dots where the profile says so'],
      ['peers/surface.test.ts', 'what clients cut off is said'],
      ['e2e/geopera.test.ts', 'operations by name are tools, and no tool takes a credential'],
    ],
  },
  {
    point: '9: what an operation does is declared, and a write is never taken for a read',
    held: [
      ['e2e/neonpanel.test.ts', 'a write as a read'],
      ['tool/compile.test.ts', 'annotations'],
      ['plan/rules.test.ts', "describe('access'"],
    ],
    but: 'undeclared is an error of the check, not a write: nobody is surprised by what was granted',
  },
  {
    point: '10: all required permissions are granted, none is unknown or a wildcard',
    held: [
      ['plan/rules.test.ts', 'permissions, internal, deprecated'],
      ['e2e/negative.test.ts', 'super permission'],
      ['e2e/flowpos-tokens.test.ts', 'that allows less than before: what it lacks is named, and nothing is sent'],
      ['plan/scopes.test.ts', 'two, of which one needs more'],
    ],
    but: 'permissions are the profile’s own; what a token may do counts where its issuer says it',
  },
  // calls
  {
    point: '11: operations that are all POST: empty and untyped bodies; 200, 201 and 202 are fine',
    held: [
      ['e2e/geopera.test.ts', 'bodies, ids and pages arrive as they are'],
      ['request/empty-body.test.ts', 'an object with nothing in it is filled in'],
      ['e2e/geopera.test.ts', '201 is fine'],
      ['e2e/geopera.test.ts', 'is placed once the person agrees, with one key'],
    ],
  },
  {
    point: '12: lists as repeated keys, path values in their segment, a read with a body refused',
    held: [
      ['e2e/neonpanel.test.ts', 'lists are one key for each value, whether or not the contract says so'],
      ['e2e/neonpanel.test.ts', 'a path value stays in its segment'],
      ['e2e/neonpanel.test.ts', 'a read with a body'],
      ['peers/parameters.test.ts', 'one name in several places is several arguments'],
    ],
  },
  {
    point: '13: a credential is never an argument',
    held: [
      ['e2e/geopera.test.ts', 'a credential as an argument is refused and sent nowhere'],
      ['peers/credentials.test.ts', "an argument can't replace the credential"],
    ],
  },
  {
    point: '14: arguments are checked before the call, unknown ones refused',
    held: [['peers/parameters.test.ts', 'arguments are checked before anything is sent']],
  },
  {
    point: '15: what can not be sent fails the check; text is fine, anything else bounded',
    held: [
      ['contract/serializable.test.ts', 'contentUnsupported'],
      ['e2e/neonpanel.test.ts', 'an import is begun, asked for and done'],
      ['node/http-upstream.stream.test.ts', 'a stream without an end'],
    ],
    but: 'form-data and files are sent',
  },
  {
    point: '16: a bound on answers, a deadline, cancellation passed on',
    held: [
      ['node/http-upstream.body.test.ts', 'a body without end is cut, and its connection closed'],
      ['peers/answers.test.ts', 'an answer that hangs after its header block ends with the time for it'],
      ['peers/answers.test.ts', 'a call that is cancelled is cancelled upstream'],
    ],
  },
  {
    point: '17: one Idempotency-Key for a call, and no write again without one',
    held: [
      ['e2e/geopera.test.ts', 'an order whose answer was lost is sent again under its key, and is one order'],
      ['bridge/idempotency-key.test.ts', 'every call has a key of its own, which nobody can choose'],
      ['peers/answers.test.ts', 'a write that failed is not sent again'],
    ],
  },
  {
    point: '18: a rate that is kept; the wait is told',
    held: [
      ['e2e/neonpanel.test.ts', 'keeps to the rate: nothing is refused, nothing is lost'],
      ['e2e/systems.test.ts', 'of a hundred calls at once none is refused and none is lost'],
      ['e2e/neonpanel.test.ts', 'without a rate is refused by the API, and says for how long'],
      ['e2e/geopera.test.ts', '429: the wait is told, and an order is not sent again'],
      ['node/rate-limit.test.ts', 'no period at the API ever has more requests than allowed'],
    ],
    but: 'the bridge counts a sliding period, which no fixed window is broken by',
  },
  {
    point: '19: 202 with its request id and wait; pages untouched',
    held: [
      ['response/header.test.ts', "describe('retryAfterOf'"],
      ['e2e/neonpanel.test.ts', 'an import is begun, asked for and done'],
      ['e2e/neonpanel.test.ts', 'pages and 64-bit ids arrive as they are'],
    ],
  },
  // errors
  {
    point: '20: every form of error is one form, and never a crash',
    held: [
      ['response/problem-details.test.ts', 'readProblemDetails'],
      ['response/status.test.ts', 'bodies of errors'],
      ['e2e/geopera.test.ts', '422 in the words of the framework'],
      ['e2e/neonpanel.test.ts', '422 with a fault of a field'],
      ['e2e/openshop.test.ts', 'whose permission is withdrawn say so, and are denied in the audit log'],
    ],
  },
  {
    point: '21: what to do about 401, 402, 403, 404 and 409, by the profile',
    held: [
      ['e2e/geopera.test.ts', 'an expired key says how to get another one, and is not shown'],
      ['e2e/geopera.test.ts', '403 with the scope'],
      ['e2e/geopera.test.ts', '409: an order that was delivered is not cancelled'],
      ['e2e/openshop.test.ts', 'with an expired token say how to renew it'],
      ['e2e/systems.test.ts', 'a token that is over in mid-session'],
    ],
  },
  {
    point: '22: what an API echoes is redacted',
    held: [['response/leak.test.ts', 'wherever an upstream echoes the token, no result has it, cut or not']],
  },
  // credentials
  {
    point: '23: secrets come from the environment and are shown nowhere',
    held: [
      ['e2e/negative.test.ts', 'a missing token says how to get one'],
      ['e2e/negative.test.ts', 'a written secret is named, never shown'],
      ['peers/answers.test.ts', 'nothing of it, nor of any argument, is on stderr'],
    ],
  },
  {
    point: '24: the header is the profile’s; the token of another system is refused',
    held: [
      ['e2e/geopera.test.ts', 'the key of another system never leaves'],
      ['e2e/openshop.test.ts', 'a token of another system is refused before it is sent'],
    ],
  },
  {
    point: '25: the token goes to one origin, over https or on this machine',
    held: [
      ['e2e/start.test.ts', 'the token goes to the API and nowhere else'],
      ['node/http-upstream.redirect.test.ts', '%s %i, %s: the canary sees nothing'],
    ],
  },
  {
    point: '26: tokens that are got and renewed, once for all who wait',
    held: [
      ['bridge/token-source.test.ts', 'one is asked for, however many wait'],
      ['e2e/oauth.test.ts', 'five processes share one sign-in that is renewed once'],
      ['e2e/oauth.test.ts', 'goes on when its token is refused'],
      ['e2e/flowpos-tokens.test.ts', 'is renewed by itself before its end, else exchanged anew'],
      ['bridge/token-source.test.ts', 'is renewed at half of its life, though nobody calls'],
      ['e2e/flowpos-tokens.test.ts', 'is renewed once for fifty calls'],
      ['e2e/geopera-tokens.test.ts', 'goes to the token endpoint only, and a token that is over is replaced'],
      ['e2e/geopera-tokens.test.ts', 'five processes share a refresh token that changes with each use'],
    ],
  },
  {
    point: '27: signing in, by a browser and without one',
    held: [
      ['e2e/oauth.test.ts', 'signing in with a browser'],
      ['e2e/oauth.test.ts', 'signing in with a code'],
      ['e2e/oauth.test.ts', 'the record is readable by its owner alone'],
      ['e2e/neonpanel-sign-in.test.ts', 'the issuer is on another host than its metadata'],
      ['node/oauth/discover.test.ts', 'the metadata of another API, by its URL'],
    ],
  },
  {
    point: '28: entries for clients, without a token',
    held: [
      ['e2e/config.test.ts', 'printed: the entry alone on stdout, where it goes on stderr, and nothing written'],
      ['e2e/config.test.ts', 'a token that a person put into the entry stays, and no backup is made for nothing'],
    ],
  },
  // a hosted MCP server behind the bridge
  {
    point: '29: every revision, sessions kept, lost and ended',
    held: [
      ['node/mcp-upstream.test.ts', 'one session for everything, and its end'],
      ['node/mcp-upstream.test.ts', "describe('versions'"],
      ['e2e/flowpos.test.ts', 'that is lost is opened again with the same business'],
      ['e2e/flowpos.test.ts', 'is ended on the server at the end'],
    ],
  },
  {
    point: '30: the allowlist against what the server lists, and no more than that later',
    held: [
      ['e2e/flowpos.test.ts', 'only what is named is listed and called, whatever the server lists'],
      ['bridge/hosted.test.ts', 'what is missing says whether a token was there'],
      ['e2e/neonpanel-sign-in.test.ts', 'is checked by anybody, and called by who is signed in'],
      ['e2e/hosted.test.ts', 'what is served does not change while it runs'],
    ],
  },
  {
    point: '31: a tool that changes the session runs alone, or is fixed by the profile',
    held: [
      ['e2e/flowpos.test.ts', 'holds a hundred calls at once, each about the business of its moment'],
      ['e2e/flowpos.test.ts', 'with a fixed business asks nobody'],
      ['e2e/flowpos-tokens.test.ts', 'the audit log says which business each call was about, and no other value'],
    ],
  },
  {
    point: '32: tools for operators, and approvals, are there only if they are named',
    held: [
      ['e2e/systems.test.ts', 'an operation for administration is not had by naming it'],
      ['e2e/openshop.test.ts', 'that need an operator are there when they are named and granted'],
      ['readme.systems.test.ts', 'top-ups and approvals are nowhere'],
    ],
    but: 'the allowlist is that rule: there is no list of what is denied besides',
  },
  // audit
  {
    point: '33: a line for each call, the denied ones too; what can not be recorded is not done',
    held: [
      ['e2e/audit.test.ts', 'is in the log, call by call, without a value'],
      ['bridge/audit.test.ts', 'that can not be recorded is not sent, nor is any later one'],
      ['mcp/confirm.test.ts', 'a yes makes the call, once'],
      ['e2e/openshop.test.ts', 'whose permission is withdrawn say so, and are denied in the audit log'],
    ],
  },
  {
    point: '34: stdout has messages of MCP and nothing else',
    held: [['e2e/start.test.ts', 'stdout is JSON-RPC and nothing else, the end of input is exit 0']],
  },
]

test.each(POINTS)('$point', ({ held, but }) => {
  const missing = held.filter(([file, words]) => !textOf(file).includes(words))
  expect(missing).toEqual([])
  // a point that no test holds says why
  expect(held.length > 0 || but !== undefined).toBe(true)
})

test('no point is left out', () => {
  expect(POINTS.map(({ point }) => Number.parseInt(point, 10))).toEqual(Array.from({ length: 34 }, (_, at) => at + 1))
})

function textOf(file: string): string {
  const url = new URL(file, import.meta.url)
  return existsSync(url) ? readFileSync(url, 'utf8') : ''
}
