/** Text of a contract → what in it speaks to the model instead of about the API, or calls another host when it is shown. */

/**
 * Phrases as written, each once, in the order of the signs; empty where there is nothing to say. `own` are the absolute
 * URLs of the contract and the API, to whose hosts a text may well point.
 */
export function suspiciousText(text: string, own: readonly string[]): readonly string[] {
  const lower = text.toLowerCase()
  const said = SIGNS.flatMap(({ words, pattern }) =>
    words.some((word) => lower.includes(word)) ? (pattern.exec(text)?.[0] ?? []) : [],
  )
  const linked = text.includes('](') ? linksAway(text, own) : []
  const phrases = [...new Set([...said, ...linked].map(phrase))]
  return phrases.filter((one) => !phrases.some((other) => other !== one && other.includes(one)))
}

interface Sign {
  /** One of these is in whatever the pattern finds: most texts have none, and to look for them costs next to nothing. */
  readonly words: readonly string[]
  readonly pattern: RegExp
}

/** Some words between two others: bounded, so that no text makes the search slow. */
const FEW = '(?:\\s+[\\w-]+){0,4}?\\s+'
const AIMED = '(?:instructions?|prompts?|rules|guidelines|directions|messages?|context|guardrails|polic(?:y|ies))'
const OTHER_TOOLS = '(?:this|any|every|each|all|other|another)(?:\\s+(?:the|of|these|other|another))*\\s+tools?'

/** What descriptions of APIs have no reason to say. Words that they do use ("you must", "first call …") are none. */
const SIGNS: readonly Sign[] = [
  // orders that replace orders
  sign(
    ['ignore', 'disregard', 'forget', 'override', 'bypass'],
    `\\b(?:ignore|disregard|forget|override|bypass)${FEW}(?:previous|prior|preceding|earlier|above|foregoing|system)(?:\\s+[\\w-]+){0,2}?\\s+${AIMED}\\b`,
  ),
  sign(
    ['ignore', 'disregard', 'forget'],
    '\\b(?:ignore|disregard|forget)\\s+(?:all\\s+|everything\\s+)?(?:the\\s+)?(?:previous|above)\\b',
  ),
  // a voice that is not the document's
  sign(['<'], '</?(?:important|system|instructions?|secret|admin|assistant|human|developer|prompt)>'),
  sign(['<|'], '<\\|(?:im_start|im_end|system|user|assistant|endoftext)\\|?>'),
  sign(['inst]', 'system]'], '\\[/?(?:INST|SYSTEM)\\]'),
  sign(['you'], '\\byou\\s+are\\s+(?:now|no\\s+longer)\\s+an?\\b'),
  sign(
    ['instructions', 'prompt'],
    '\\b(?:new|real|actual|updated)\\s+(?:system\\s+)?(?:instructions|system\\s+prompt)\\b',
  ),
  // what is to be done with other tools
  sign(
    ['tool'],
    `\\b(?:before|after|instead\\s+of|prior\\s+to|when|whenever|while)\\s+(?:you\\s+)?(?:call|us|invok|run)(?:ing|e)?\\s+${OTHER_TOOLS}\\b`,
  ),
  sign(['tool'], `\\b(?:do\\s+not|don't|never|always)\\s+(?:call|use|invoke|run|trust)\\s+${OTHER_TOOLS}\\b`),
  // behind the person's back
  sign(
    ['user', 'human', 'person', 'operator'],
    `\\b(?:do\\s+not|don't|never|without)\\s+(?:tell|telling|inform|informing|mention|mentioning|notify|notifying|alert|alerting|disclose|disclosing|asking|ask)(?:\\s+(?:this|it|that|anything|about))*(?:\\s+to)?\\s+the\\s+(?:user|human|person|operator)\\b`,
  ),
  // what a bridge has no business with
  sign(
    ['/.', '\\.'],
    '(?:~/|/home/[\\w.-]+/|/root/|%USERPROFILE%\\\\)\\.(?:ssh|aws|gnupg|npmrc|netrc|env|config|cursor|claude)\\b',
  ),
]

function sign(words: readonly string[], pattern: string): Sign {
  return { words, pattern: new RegExp(pattern, 'i') }
}

const MARKDOWN_TARGET = /(!?)\[[^\][\n]{0,200}\]\(\s*<?([a-z][a-z0-9+.-]{1,20}:\/\/[^\s)>]{1,2000})/gi

function linksAway(text: string, own: readonly string[]): readonly string[] {
  const sites = new Set(own.map((url) => siteOf(new URL(url).hostname)))
  return [...text.matchAll(MARKDOWN_TARGET)]
    .filter(([, image = '', url = '']) => leadsAway(url, image === '!', sites))
    .map(([link]) => link)
}

/** An image is fetched by whoever shows the text; a link is followed by a person, and only tells what its query holds. */
function leadsAway(target: string, image: boolean, sites: ReadonlySet<string>): boolean {
  if (!URL.canParse(target)) return false
  const url = new URL(target)
  if (sites.has(siteOf(url.hostname))) return false
  return image || /[{$]|%7b/i.test(url.search)
}

/** The last two labels: good enough to take `docs.example.com` and `api.example.com` for one. */
function siteOf(host: string): string {
  return host.toLowerCase().split('.').slice(-2).join('.')
}

const LONGEST = 80

function phrase(found: string): string {
  const line = found.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
