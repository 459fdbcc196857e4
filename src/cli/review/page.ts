/** A review → one HTML page that needs nothing else: no network, no script to be read. */
import { encodeBase64 } from '../../lib/base64.ts'
import { encodeUtf8 } from '../../lib/utf8.ts'
import { changeList } from './change-list.ts'
import { type Html, html, trusted } from './html.ts'
import { notAllowed } from './not-allowed.ts'
import { overview } from './overview.ts'
import { profileSection } from './profile-section.ts'
import type { Review } from './review.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'
import { code, visible } from './visible.ts'

/** The same review gives the same page: it has no time and no chance in it. */
export async function reviewPage(review: Review): Promise<string> {
  const { uri, profiles, contracts, vanished } = review
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${await policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>What agents may do: ${nameOf(uri)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="top"><h1>What agents may do</h1><p class="quiet">${visible(uri)}</p></header>
<main id="main">
${overview(review)}
${vanished.map(({ id, differences = [] }) => html`<section><h2>${code(id)}</h2>${changeList(differences)}</section>`)}
${profiles.map((one, index) => profileSection(one, `p${index}`, review))}
${contracts.length === 0 ? undefined : html`<h2>Not allowed</h2>${contracts.map((one, index) => notAllowed(one, `c${index}`))}`}
${signature()}
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`
  return page.markup
}

function nameOf(uri: string): string {
  return uri.split('/').at(-1) ?? uri
}

/** For the paper. */
function signature(): Html {
  return html`<section class="signature" aria-label="Approval"><p>Approved by</p><p>Date</p></section>`
}

/** Nothing is loaded, and only these two texts are in force: a tag that came from a contract would be dead. */
async function policy(): Promise<string> {
  const [style, script] = await Promise.all([STYLE, SCRIPT].map(digest))
  return `default-src 'none'; style-src '${style}'; script-src '${script}'; base-uri 'none'; form-action 'none'`
}

/** @see https://www.w3.org/TR/CSP3/#grammardef-hash-source */
async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', encodeUtf8(text))
  return `sha256-${encodeBase64(new Uint8Array(bytes))}`
}
