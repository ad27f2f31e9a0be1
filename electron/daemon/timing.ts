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

export const settingsTiming: SettingsTiming = {
  reloadMs: 15_000,
  backMs: 150_000,
  putBackMs: 300_000,
  everyMs: 200,
  registryMs: 5_000,
};
