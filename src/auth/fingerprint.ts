/** A secret → a few digits by which people can tell it from another, and nothing more. */
import type { Secret } from '../upstream/secret.ts'

/** `digest` needs a key that nobody else has: a digest alone would confirm a guess. */
export function fingerprintOf(secret: Secret, digest: (text: string) => string): string {
  return digest(secret.reveal())
}
