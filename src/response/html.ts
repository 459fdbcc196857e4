/** An HTML page → its title and a little of its text, for an error message. */
import { quoted } from './quote.ts'

/** More of a page says nothing about an error, and bounds the work. */
const READ = 16_384
const TITLE = 200
const TEXT = 300

/** Title and text as marked lines, at most 300 characters of text: no markup, nothing invisible. */
export function pageLines(html: string): readonly string[] {
  const page = html.slice(0, READ)
  const title = plain(/<title[^<>]*>([^<]*)/i.exec(page)?.[1] ?? '', TITLE)
  const text = plain(withoutElements(page), TEXT)
  return [...(title === '' ? [] : quoted(`title: ${title}`, READ)), ...(text === '' ? [] : quoted(text, READ))]
}

/** Elements whose content is no text of the page; the title is told apart. */
function withoutElements(page: string): string {
  return page
    .split(/<(?=(?:script|style|title|head|noscript|template|svg)[\s>/])/i)
    .map((part, index) => (index === 0 ? part : afterElement(part)))
    .join(' ')
    .replace(/<!--|-->/g, ' ')
    .replace(/<[^<>]*(?:>|$)/g, ' ')
}

function afterElement(part: string): string {
  const element = /^\w+/.exec(part)?.[0] ?? ''
  const end = part.search(new RegExp(`</${element}[\\s>]`, 'i'))
  return end === -1 ? '' : part.slice(end)
}

function plain(text: string, most: number): string {
  return text
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/g, (entity, name: string) => ENTITIES.get(name) ?? entity)
    .replace(/\s+/g, ' ')
    .replace(/\p{C}/gu, '')
    .trim()
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '') // half a pair
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['#39', "'"],
  ['nbsp', ' '],
])
