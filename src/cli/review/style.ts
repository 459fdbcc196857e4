/** How the review page looks: on a screen in light and dark, and on paper. */

/** No part of it comes from a contract. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1f24; --quiet: #57606a; --line: #d8dee4; --soft: #f6f8fa; --link: #0a58ca;
  --blue: #0b5394; --blue-soft: #e3f0fc; --amber: #7a4b00; --amber-soft: #fdf0d0; --red: #a40e26; --red-soft: #ffe7e7;
  --violet: #5e2ca5; --violet-soft: #f1e8fd; --green: #116329; --green-soft: #ddf4e4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e6e9ed; --quiet: #a2acb8; --line: #343b44; --soft: #1c2128; --link: #82b6ff;
    --blue: #9ecbff; --blue-soft: #15304d; --amber: #f5c869; --amber-soft: #403009; --red: #ffa8a8; --red-soft: #4c1a1f;
    --violet: #d3b8ff; --violet-soft: #35214f; --green: #8ddb9f; --green-soft: #143821;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0 auto; max-width: 76rem; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
h1, h2, h3, h4, h5 { line-height: 1.25; text-wrap: balance; margin: 0; }
h1 { font-size: 1.9rem; letter-spacing: -0.02em; }
h2 { font-size: 1.4rem; letter-spacing: -0.01em; margin: 3rem 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 0.6rem; }
h4 { font-size: 1.125rem; display: inline; margin-right: 0.35rem; }
h5 { font-size: 0.8125rem; color: var(--quiet); margin: 1.1rem 0 0.35rem; }
p { margin: 0.35rem 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible, input:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.top { border-bottom: 1px solid var(--line); padding-bottom: 1rem; margin-bottom: 1.5rem; }
.quiet { color: var(--quiet); font-size: 0.875rem; overflow-wrap: anywhere; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.25rem 0.5rem; }
.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 0.75rem; margin: 0 0 1.25rem; }
.tile { display: flex; flex-direction: column-reverse; border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.75rem 1rem; background: var(--soft); }
.tile dt { color: var(--quiet); font-size: 0.875rem; }
.tile dd { margin: 0; font-size: 1.8rem; font-weight: 650; line-height: 1.2; }
.tile.read dd { color: var(--blue); } .tile.write dd { color: var(--amber); }
.tile.destructive dd { color: var(--red); } .tile.spend dd { color: var(--violet); }
.tile.none dd { color: var(--quiet); font-weight: 400; }
.verdict { border-radius: 0.5rem; padding: 0.6rem 0.9rem; font-weight: 600; }
.good { color: var(--green); background: var(--green-soft); }
.bad { color: var(--red); background: var(--red-soft); }
.badge { display: inline-block; border-radius: 1rem; padding: 0 0.55rem; font-size: 0.8125rem; font-weight: 600; white-space: nowrap; color: var(--quiet); background: var(--soft); box-shadow: inset 0 0 0 1px var(--line); }
.badge.read, .badge.risk-low { color: var(--blue); background: var(--blue-soft); box-shadow: none; }
.badge.write, .badge.risk-medium, .badge.warning, .badge.widening { color: var(--amber); background: var(--amber-soft); box-shadow: none; }
.badge.destructive, .badge.risk-high, .badge.error, .badge.breaking { color: var(--red); background: var(--red-soft); box-shadow: none; }
.badge.spend { color: var(--violet); background: var(--violet-soft); box-shadow: none; }
.badge.good { color: var(--green); background: var(--green-soft); box-shadow: none; }
.whole { white-space: nowrap; }
.scroll { overflow-x: auto; }
.scroll table { min-width: 44rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--quiet); font-size: 0.8125rem; font-weight: 600; white-space: nowrap; vertical-align: bottom; }
tbody th { font-weight: 600; min-width: 9rem; }
tfoot th, tfoot td { border-bottom: 0; color: var(--quiet); }
.number { text-align: right; white-space: nowrap; padding-right: 1rem; }
.bar { margin-left: 0.5rem; vertical-align: middle; }
.bar .track { fill: var(--line); } .bar .fill { fill: var(--link); }
tfoot .bar { visibility: hidden; }
.arguments { font-size: 0.875rem; }
.arguments .prose { min-width: 14rem; white-space: pre-line; }
.fixed td, .fixed th { color: var(--quiet); }
.profile { border-top: 1px solid var(--line); margin-top: 3rem; }
.profile > h2 { margin-top: 1.5rem; }
.tool { border: 1px solid var(--line); border-radius: 0.6rem; padding: 1rem 1.25rem; margin: 1rem 0; break-inside: avoid-page; }
.tool:target { border-color: var(--link); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 0.5rem 1.5rem; margin: 0.75rem 0; }
.facts dt { color: var(--quiet); font-size: 0.8125rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.permission { display: block; }
.verbatim { margin: 0; padding: 0.5rem 0.9rem; border-left: 3px solid var(--line); background: var(--soft); white-space: pre-wrap; overflow-wrap: anywhere; }
.hidden { background: var(--red-soft); color: var(--red); font: 600 0.8em ui-monospace, Menlo, Consolas, monospace; padding: 0 0.2em; border-radius: 0.2em; }
ins { background: var(--green-soft); color: var(--green); text-decoration-thickness: 1px; }
del { background: var(--red-soft); color: var(--red); }

.problems { list-style: none; padding: 0; }
.problems li { border-left: 3px solid var(--amber); padding: 0.25rem 0 0.25rem 0.9rem; margin: 0.75rem 0; }
.problems li.error { border-color: var(--red); }
.changes dt { font-weight: 600; margin-top: 0.9rem; }
.changes dd { margin: 0.35rem 0 0.35rem 1rem; }
.rest details { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: 0.45rem 0; font-weight: 600; }
.count { color: var(--quiet); font-weight: 400; }
.operations { list-style: none; padding: 0 0 0.75rem; margin: 0; }
.operations li { padding: 0.2rem 0; overflow-wrap: anywhere; }
.filter input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--quiet); border-radius: 0.4rem; padding: 0.25rem 0.5rem; min-width: min(20rem, 100%); }
.signature { display: none; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  h2, h3, h4, h5, summary { break-after: avoid; }
  .skip, .filter { display: none !important; }
  .scroll { overflow: visible; }
  .signature { display: flex; gap: 2rem; margin-top: 3rem; break-inside: avoid; }
  .signature p { flex: 1; border-top: 1px solid currentColor; padding-top: 0.25rem; }
}
`
