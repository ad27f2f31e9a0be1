/** Deadlines, in ms. */
export interface SettingsTiming {
  /** For an engine to tell that it took settings over live. */
  reloadMs: number;
  /** For an engine to come back after a restart. One with many containers takes its time. */
  backMs: number;
  /** The same, with the settings of before. */
  putBackMs: number;
  /** Between two looks. */
  everyMs: number;
  /** For a mirror or a registry to answer. */
  registryMs: number;
}

/** @param startMs how long a person has an engine take to start: it is not given up before */
export function settingsTiming(startMs: number): SettingsTiming {
  return {
    reloadMs: 15_000,
    backMs: Math.max(150_000, startMs + stopMs),
    putBackMs: Math.max(300_000, startMs + stopMs),
    everyMs: 200,
    registryMs: 5_000,
  };
}

/** For the stop before it, and the first answer after it. */
const stopMs = 30_000;
