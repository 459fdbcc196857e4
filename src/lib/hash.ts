/** Text → eight hex digits, for names that must stay apart; not for security. */

/** FNV-1a over UTF-16 code units, 32 bits. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
