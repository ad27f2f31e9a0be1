/**
 * What starting a container writes into it by itself: mount points, pid and lock files, a page of configuration or log.
 * These are a few KiB with common images; what somebody would miss is seldom smaller than this.
 */
const startWritesBytes = 64 * 1024;

/**
 * Whether an original is kept unless it is said otherwise: it holds more than a start writes, or nobody knows how much.
 * @param ownBytes what it wrote outside of its volumes; null where that is not known
 */
export function keptUnlessSaid(ownBytes: number | null): boolean {
  return ownBytes === null || ownBytes > startWritesBytes;
}
