/** What a setting of the engine holds. */
export type SettingType =
  | 'flag'
  | 'text'
  | 'number'
  | 'texts'
  /** Text by name. */
  | 'pairs'
  /** Yes or no by name. */
  | 'flags'
  /** Address pools: a base and the size of each network. */
  | 'pools'
  /** `http-proxy`, `https-proxy` and `no-proxy`. */
  | 'proxies'
  /** Anything else: edited as text. */
  | 'object';

export const settingGroups = [
  'general',
  'registries',
  'logs',
  'storage',
  'network',
  'proxies',
  'containers',
  'limits',
  'access',
  'builds',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

/** One key of daemon.json. */
export interface KeyFacts {
  type: SettingType;
  group: SettingGroup;
  /** What it does, in one or two sentences. */
  text: string;
  /** What the engine takes where the key is absent; null where that depends on the machine. */
  initial: unknown;
  /** `live`: taken over on SIGHUP. */
  effect: 'live' | 'restart';
  /** Values it may have, where they are few. */
  options?: readonly string[];
  /** The first version of the engine that knows it, e.g. `23.0`; always known where it is absent. */
  since?: string;
  /** The first version that no longer does. */
  until?: string;
  /** The name of its flag, where it is not the key itself; null where it has none. */
  flag?: string | null;
  /** Taken out of the file it stays as it is until a restart: an engine resets it only where an empty value is written. */
  sticky?: true;
  /** What is stored elsewhere is no longer seen after a change. */
  moves?: true;
  /** Shown in the form; other keys are for the text. */
  form?: true;
}
