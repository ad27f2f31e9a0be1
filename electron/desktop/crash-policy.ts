const withinMs = 60_000;
const most = 3;

/** Whether a window that crashed is loaded again by itself: at most 3 times a minute, so that a crash loop ends. */
export function createCrashPolicy(now: () => number): { reloads(): boolean } {
  let crashes: number[] = [];
  return {
    reloads: () => {
      const at = now();
      crashes = [...crashes.filter((earlier) => at - earlier < withinMs), at];
      return crashes.length <= most;
    },
  };
}
