/** The page in a real browser: nothing of a contract runs, nothing is loaded, and everybody can read it. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runBridge } from '../e2e/run-bridge.ts'
import { openWorkshop } from './workshop.ts'

const CHROMIUM = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
)
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
]

/** Where pictures are left for somebody to look at. */
const PICTURES = process.env.PICTURES

let browser: Browser
let url: string

describe.skipIf(CHROMIUM === undefined)(`in Chromium${CHROMIUM === undefined ? ' (none is installed)' : ''}`, () => {
  beforeAll(async () => {
    const proven = await openWorkshop({ stale: false })
    await runBridge(['lock', '--profiles', proven.profiles])
    const stale = await openWorkshop({ stale: true })
    const lock = await readFile(proven.profiles.replace('.json', '.lock.json'), 'utf8')
    await writeFile(stale.profiles.replace('.json', '.lock.json'), lock)
    await stale.change()
    await runBridge(['review', '--profiles', stale.profiles, '--out', stale.page])
    url = pathToFileURL(stale.page).href
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: FLAGS })
  })
  afterAll(() => browser.close())

  /** Everything that the browser complained about, asked for or was talked into. */
  async function open(look: Parameters<Browser['newContext']>[0], visit: (page: Page) => Promise<void>) {
    const context = await browser.newContext(look)
    const seen: string[] = []
    const page = await context.newPage()
    page.on('console', (message) => seen.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => seen.push(`error: ${error.message}`))
    page.on('dialog', () => seen.push('dialog'))
    page.on('request', (request) => seen.push(`request: ${request.url()}`))
    try {
      await page.goto(url)
      await visit(page)
      if (look?.javaScriptEnabled !== false) expect(await page.evaluate('globalThis.hacked')).toBeUndefined()
    } finally {
      await context.close()
    }
    expect(seen).toEqual([`request: ${url}`])
  }

  const LOOKS = [
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 400, colorScheme: 'light' },
    { width: 400, colorScheme: 'dark' },
  ] as const

  test.each(LOOKS)('$width wide and $colorScheme: it fits, and axe finds nothing', async ({ width, colorScheme }) => {
    await open({ viewport: { width, height: 900 }, colorScheme }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      if (PICTURES !== undefined) {
        await mkdir(PICTURES, { recursive: true })
        await page.screenshot({ path: join(PICTURES, `review-${width}-${colorScheme}.png`), fullPage: true })
      }
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)
      await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
      const found: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
        'axe.run().then(({ violations }) => violations)',
      )
      expect(found.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
    })
  })

  test('a word filters what is not allowed, and its number is said', async () => {
    await open({}, async (page) => {
      await page.getByRole('searchbox').fill('invoices delete')
      await page.getByText('6 of 36').waitFor()
      expect(await page.locator('.operations li:visible').count()).toBe(6)
      expect(await page.locator('.rest details:visible').count()).toBe(1)
      await page.getByRole('searchbox').fill('')
      expect(await page.locator('.rest details:visible').count()).toBe(3)
    })
  })

  test('the first key goes to the content, and every group opens by key', async () => {
    await open({}, async (page) => {
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content')
      await page.locator('.rest summary').first().focus()
      await page.keyboard.press('Enter')
      expect(await page.locator('.rest details').first().getAttribute('open')).toBe('')
    })
  })

  test('without scripts it is all there, but for the filter', async () => {
    await open({ javaScriptEnabled: false }, async (page) => {
      expect(await page.getByRole('searchbox').count()).toBe(0)
      expect(await page.getByRole('heading', { level: 4 }).count()).toBe(8)
      await page.locator('.rest summary').first().click()
      expect(await page.locator('.operations li:visible').count()).toBeGreaterThan(0)
    })
  })

  test('on paper there is a place to sign, and the groups are open', async () => {
    await open({}, async (page) => {
      await page.emulateMedia({ media: 'print' })
      expect(await page.getByText('Approved by').isVisible()).toBe(true)
      expect((await page.pdf()).length).toBeGreaterThan(10_000)
      expect(await page.locator('details[open]').count()).toBe(0)
    })
  })
})
