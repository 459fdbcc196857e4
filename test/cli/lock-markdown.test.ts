import { expect, test } from 'vitest'
import type { LockedState } from '../../src/cli/lock-state.ts'
import { differencesMarkdown } from '../../src/cli/report/lock-markdown.ts'
import { pass, refuse } from '../../src/problem/checked.ts'
import type { LockChange } from '../../src/problem/lock-change.ts'
import { problem } from '../../src/problem/problem.ts'

const UPSTREAM = { contract: 'c.json', servers: [], auth: {}, rules: {}, operations: new Map() }
const NOW = pass({ rules: {}, upstreams: new Map([['', UPSTREAM]]) })
const MISSING = problem('LOCK_MISSING', { source: 'lock' }, {})

function stateOf(id: string, operation: string, ...changes: readonly [LockChange, ...LockChange[]]): LockedState {
  return { id, now: NOW, differences: [{ upstream: '', operation, changes }], problems: [MISSING] }
}

function described(to: string): LockChange {
  return { class: 'wording', thing: 'description', path: [], from: 'Lists jobs.', to }
}

/** What a reader of Markdown takes for Markdown: all but code. @see https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
function outsideOfCode(markdown: string): string {
  return markdown
    .replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '<block>')
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '<span>')
}

test('what changed stands in code, its counts before it', () => {
  const widening: LockChange = { class: 'widening', thing: 'rule', path: [], name: 'confirm', from: 'true' }
  expect(differencesMarkdown([stateOf('orders', 'createOrder', widening, described('Lists all.'))], [])).toBe(
    [
      '## What the agent may do, compared with the lock',
      '### ` orders `: 1 widening, 1 wording',
      '```text\ncreateOrder\n  widening  rule "confirm" true is gone\n  wording  description: Lists [-jobs.-]{+all.+}\n```\n',
    ].join('\n\n'),
  )
})

test.each([
  '```\n@everyone',
  '`````` @everyone',
  '<!-- @everyone',
  '![](https://evil.example/@everyone)',
  '\u202e@everyone',
])('nothing of %j acts', (hostile) => {
  const markdown = differencesMarkdown([stateOf(`p ${hostile}`, `op ${hostile}`, described(hostile))], [MISSING])
  expect(markdown.match(/@everyone/g)).toHaveLength(3)
  expect(outsideOfCode(markdown)).toBe(
    '## What the agent may do, compared with the lock\n\n<block>\n\n### <span>: 1 wording\n\n<block>\n',
  )
  expect(markdown).not.toContain('\u202e')
})

test.each<readonly [string, LockedState, string]>([
  ['as locked', { id: 'p', now: NOW, differences: [], problems: [] }, '### ` p `: as locked'],
  ['without a lock', { id: 'p', now: NOW, differences: undefined, problems: [] }, '### ` p `: not compared'],
  [
    'that fails',
    { id: 'p', now: refuse(MISSING), differences: undefined, problems: [MISSING] },
    '### ` p `: the check failed\n\n```text\n  error LOCK_MISSING',
  ],
])('a profile %s', (_, state, want) => {
  expect(differencesMarkdown([state], [])).toContain(want)
})

test('is never longer than a comment may be', () => {
  const states = Array.from({ length: 100 }, (_, at) => stateOf(`p${at}`, 'op', described(`${at} x`.repeat(5_000))))
  const markdown = differencesMarkdown(states, [])
  expect(markdown.length).toBeLessThan(65_536)
  expect(markdown).toMatch(/^\d+ more of this, too long for a comment: run `bridge diff`\.$/m)
})
