import { Readable } from 'node:stream';
import { fail } from '../../shared/contract/failure.ts';
import { runElevated } from '../privileges/elevate.ts';
import { revisionOf } from './settings-file.ts';

/** Exit codes of the script's own; sudo ends with 1, pkexec with 126 and 127. */
const ends = { late: 72, changed: 73, unwritten: 74 } as const;

/** What writeSettings does, by a shell of an administrator's. The text is its standard input. */
const script = `set -u
until=$1; path=$2; before=$3; after=$4
[ "$(date +%s)" -le "$until" ] || exit ${ends.late}
holds() {
  if [ -e "$path" ]; then sum=$(sha256sum <"$path" | cut -c1-64); else sum=absent; fi
  [ "$sum" = "$before" ]
}
holds || exit ${ends.changed}
if [ "$after" = absent ]; then rm -f "$path" || exit ${ends.unwritten}; exit 0; fi
mkdir -p "$(dirname "$path")" || exit ${ends.unwritten}
umask 077
new=$(mktemp "$(dirname "$path")/.daemon.json.slipway-XXXXXX") || exit ${ends.unwritten}
trap 'rm -f "$new"' EXIT
cat >"$new" || exit ${ends.unwritten}
if [ -e "$path" ]; then chown --reference="$path" "$new" && chmod --reference="$path" "$new"; else chmod 644 "$new"; fi || exit ${ends.unwritten}
sync "$new" || exit ${ends.unwritten}
[ "$(sha256sum <"$new" | cut -c1-64)" = "$after" ] || exit ${ends.unwritten}
holds || exit ${ends.changed}
mv -f "$new" "$path" || exit ${ends.unwritten}`;

/**
 * Does what writeSettings does with the rights of an administrator, who may be asked for a password.
 * @throws permission-denied `certificate-elevation`, `daemon-not-written`; conflict `daemon-file-changed`; timeout
 * `certificate-elevation-late`
 */
export async function writeElevated(
  env: NodeJS.ProcessEnv,
  path: string,
  { before, after }: { before: string | null; after: string | null },
): Promise<void> {
  const { code, said } = await runElevated(
    env,
    {
      script,
      args: (until) => [String(until), path, revisionOf(before), revisionOf(after)],
      input: () => Readable.from([after ?? '']),
    },
    // Once it is begun it is finished, as any step of a plan.
    { signal: new AbortController().signal },
  );
  if (code === 0) return;
  if (code === ends.changed) throw fail('conflict', 'daemon-file-changed', { path });
  const detail = code === ends.late ? 'the answer came too late' : said;
  throw fail('permission-denied', 'daemon-not-written', { path, detail });
}
