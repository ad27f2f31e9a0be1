/**
 * How long a test waits for what Slipway promises within `ms`. That holds on a machine that does little else; CI shares its
 * processors with others, and is to tell what is broken, not what is busy.
 */
export const promised = (ms: number): number => (process.env.CI === undefined ? ms : 5 * ms);
