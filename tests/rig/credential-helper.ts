import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FakeHelper {
  /** The folder to put on PATH. */
  bin: string;
  /** Each call with its arguments, a line each; nothing of what it read. */
  calls(): Promise<string[]>;
  /** How it behaves from now on: as it should, or with these commands in place of everything. */
  behave(commands?: string): Promise<void>;
}

/** A docker credential helper that keeps what it is given in files below `folder`. */
export async function fakeHelper(folder: string, name: string): Promise<FakeHelper> {
  const bin = join(folder, 'bin');
  const kept = join(folder, `kept-${name}`);
  const log = join(folder, `calls-${name}`);
  const path = join(bin, `docker-credential-${name}`);
  await mkdir(bin, { recursive: true });
  await mkdir(kept, { recursive: true });
  const start = `#!/bin/sh\necho "$0 $*" >> '${log}'\ncd '${kept}' || exit 3\n`;
  const protocol = String.raw`field() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p'; }
file() { printf %s "$1" | tr -c 'A-Za-z0-9.\n' _; }
case $1 in
store) given=$(cat); printf '%s\n' "$given" > "$(file "$(printf %s "$given" | field ServerURL)")" ;;
get) cat "$(file "$(cat)")" 2>/dev/null || { echo 'credentials not found in native keychain'; exit 1; } ;;
erase) rm "$(file "$(cat)")" 2>/dev/null || { echo 'credentials not found in native keychain'; exit 1; } ;;
list) printf '{'; sep=
  for one in *; do [ -f "$one" ] || continue
    printf '%s"%s":"%s"' "$sep" "$(field ServerURL < "$one")" "$(field Username < "$one")"; sep=,
  done; printf '}\n' ;;
*) echo 'unknown action'; exit 1 ;;
esac
`;
  const behave = async (commands = protocol) => {
    await writeFile(path, start + commands);
    await chmod(path, 0o755);
  };
  await behave();
  return {
    bin,
    behave,
    calls: async () =>
      (await readFile(log, 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
  };
}
