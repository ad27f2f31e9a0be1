/** How long the steps of a replacement may take, in ms. */
export interface ReplaceTiming {
  /** For one request that creates, connects, starts or renames. */
  stepMs: number;
  /** For putting the original back within the same call; after that it is done when the engine answers again. */
  putBackMs: number;
  /** Between two looks at the replacement. */
  lookEveryMs: number;
}

export const defaultTiming: ReplaceTiming = { stepMs: 60_000, putBackMs: 20_000, lookEveryMs: 250 };
