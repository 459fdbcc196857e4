/** A URL to whether it stays on this machine. */

/** `localhost`, `127.0.0.0/8` and `[::1]`; the URL parser has already brought `127.1` or `0x7f000001` into that form. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname)
}

/** https anywhere, http on this machine only: where a token or a contract may travel. */
export function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
}
