import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, as text that fits a cookie, a fragment and a WebSocket protocol name. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret: a copy of the memory does not open the door. */
export type SecretDigest = Buffer;

export function digestOf(secret: string): SecretDigest {
  return createHash('sha256').update(secret).digest();
}

/** Compares in constant time; digests have one length, so that not even the length shows. */
export function matches(digest: SecretDigest, secret: string): boolean {
  return timingSafeEqual(digest, digestOf(secret));
}
