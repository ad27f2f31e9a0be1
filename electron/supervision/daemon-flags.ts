/** What the command line of a dockerd says of where its things are; null where it says nothing. */
export interface DaemonFlags {
  configFile: string | null;
  dataRoot: string | null;
  execRoot: string | null;
  pidFile: string | null;
  hosts: string[];
}

const names = {
  'config-file': 'configFile',
  'data-root': 'dataRoot',
  graph: 'dataRoot',
  'exec-root': 'execRoot',
  pidfile: 'pidFile',
} as const;
const short: Readonly<Record<string, string>> = { g: 'graph', p: 'pidfile', H: 'host' };

/** Reads the arguments of a dockerd, without the program: `--flag=value`, `--flag value`, `-H value`. */
export function parseDaemonFlags(args: readonly string[]): DaemonFlags {
  const found: DaemonFlags = { configFile: null, dataRoot: null, execRoot: null, pidFile: null, hosts: [] };
  for (let at = 0; at < args.length; at += 1) {
    const [, dashes = '', written = '', , glued] =
      /^(--?)([A-Za-z][\w-]*)(=(.*))?$/s.exec(args[at] ?? '') ?? [];
    const name = dashes === '-' ? (short[written] ?? '') : written;
    if (name !== 'host' && !(name in names)) continue;
    // Flags that are looked for all take a value.
    if (glued === undefined) at += 1;
    const value = glued ?? args[at] ?? '';
    if (name === 'host') found.hosts.push(value);
    else found[names[name as keyof typeof names]] = value;
  }
  return found;
}
