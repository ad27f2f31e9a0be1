import { proxyNames } from '../../shared/model/daemon/check.ts';
import { daemonKeyNames, daemonKeys } from '../../shared/model/daemon/keys.ts';

export interface GivenFlag {
  /** Of daemon.json. */
  key: string;
  /** As it is written, e.g. `--data-root`. */
  flag: string;
  value: string;
}

const short: Readonly<Record<string, string>> = {
  b: 'bridge',
  D: 'debug',
  g: 'data-root',
  G: 'group',
  H: 'host',
  l: 'log-level',
  p: 'pidfile',
  s: 'storage-driver',
};
/** Flags that say nothing of settings, or are the place of the file itself. */
const others = new Set(['config-file', 'validate', 'help', 'version', 'rootless']);
const old: Readonly<Record<string, string>> = { graph: 'data-root' };

/** Keys by the name of their flag. */
const byFlag = new Map<string, string>([
  ...proxyNames.map((name): [string, string] => [name, name]),
  ...daemonKeyNames.flatMap((key): [string, string][] => {
    const { flag } = daemonKeys[key];
    return flag === null ? [] : [[flag ?? key, key]];
  }),
]);

/**
 * What the command line of an engine gives of what daemon.json could, in its order: `--flag=value`, `--flag value`, `-H value`,
 * `-D`. Flags of yes or no take a value only after `=`.
 * @param args without the program
 */
export function givenFlags(args: readonly string[]): GivenFlag[] {
  const found: GivenFlag[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const [, dashes = '', written = '', glued] = /^(--?)([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (dashes === '') continue;
    const name = old[written] ?? (dashes === '-' ? (short[written] ?? '') : written);
    const key = byFlag.get(name);
    const isYes = key !== undefined && isSwitch(key);
    const value = glued ?? (isYes || others.has(name) ? 'true' : (args[at + 1] ?? ''));
    if (glued === undefined && !isYes && name !== 'validate' && name !== 'rootless') at += 1;
    if (key !== undefined) found.push({ key, flag: dashes + written, value });
  }
  return found;
}

function isSwitch(key: string): boolean {
  return daemonKeyNames.some((name) => name === key && daemonKeys[name].type === 'flag');
}

/** The same arguments without the place of the file. */
export function withoutFile(args: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--config-file') at += 1;
    else if (!word.startsWith('--config-file=')) kept.push(word);
  }
  return kept;
}
