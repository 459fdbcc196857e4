/** The profiles file's URL → the URL of the lock beside it. */

/** `…/agent-profiles.json` → `…/agent-profiles.lock.json`. */
export function lockUriOf(profilesUri: string): string {
  const url = new URL(profilesUri)
  url.pathname = `${url.pathname.replace(/\.json$/i, '')}.lock.json`
  return url.href
}
