import { type Pack, pack } from 'tar-stream';
import { fail } from '../../../shared/contract/failure.ts';
import { type ElevationOptions, runElevated } from '../../privileges/elevate.ts';
import type { FolderChange, NewFile } from './folder.ts';
import { lockName } from './lock.ts';

/** Exit codes of the script's own; sudo ends with 1, pkexec with 126 and 127. */
const ends = { there: 70, busy: 71, late: 72 } as const;

/** What changeFolder does, by a shell of an administrator's. Its standard input is a tar of the files to add. */
const script = `set -eu
umask 022
base=$1; name=$2; until=$3; unseen=$4; pairs=$5; removed=$6; shift 6
[ "$(date +%s)" -le "$until" ] || exit ${ends.late}
ownerOf() { ls -ldn "$1" | awk '{ print $3 ":" $4; exit }'; }
top=$base; while [ ! -d "$top" ]; do top=$(dirname "$top"); done
mkdir -p "$base"
made=$base; while [ "$made" != "$top" ]; do chown "$(ownerOf "$top")" "$made"; made=$(dirname "$made"); done
cd "$base"
lock=./${lockName}; tries=0
until (set -C; echo $$ >"$lock") 2>/dev/null; do
  held=$(cat "$lock" 2>/dev/null || :)
  if [ -n "$held" ] && ! kill -0 "$held" 2>/dev/null; then rm -f "$lock"; fi
  if [ -n "$(find "$lock" -mmin +2 2>/dev/null)" ]; then rm -f "$lock"; fi
  tries=$((tries + 1)); [ "$tries" -lt 20 ] || exit ${ends.busy}
  sleep 1
done
work=
trap 'if [ -n "$work" ]; then rm -rf "$work"; fi; rm -f "$lock"' EXIT
trap 'exit 1' HUP INT TERM
for left in ./.slipway-old-*; do
  if [ ! -d "$left" ]; then continue; fi
  own=./\${left#./.slipway-old-}
  if [ -d "$own" ]; then rm -rf "$left"; else mv "$left" "$own"; fi
done
rm -rf ./.slipway-new-*
work=$(mktemp -d ./.slipway-new-XXXXXX)
copy=$work/copy; old=./.slipway-old-$name
if [ -d "./$name" ]; then cp -a "./$name" "$copy"; owner=$(ownerOf "./$name")
else mkdir "$copy"; owner=$(ownerOf .); chown "$owner" "$copy"; fi
while [ "$removed" -gt 0 ]; do rm -f "$copy/$1"; shift; removed=$((removed - 1)); done
there=
for file in "$@"; do if [ -e "$copy/$file" ]; then there="$there $file"; fi; done
if [ "$pairs" = yes ]; then
  for path in "$copy"/*.cert "$copy"/*.key; do
    file=\${path##*/}
    case " $* $there " in *" $file "*) continue;; esac
    if [ -e "$path" ]; then there="$there $file"; fi
  done
fi
if [ -n "$there" ] && [ "$unseen" = refuse ]; then echo "$there" >&2; exit ${ends.there}; fi
if [ "$pairs" = yes ]; then rm -f "$copy"/*.cert "$copy"/*.key; fi
for file in "$@"; do rm -f "$copy/$file"; done
tar -x -p -f - -C "$copy" --no-same-owner
for file in "$@"; do chown "$owner" "$copy/$file"; done
if [ -d "./$name" ]; then mv "./$name" "$old"; fi
if [ -n "$(ls -A "$copy")" ]; then mv "$copy" "./$name"; fi
rm -rf "$old"`;

/**
 * Does what changeFolder does with the rights of an administrator.
 * @throws permission-denied `certificate-elevation`, timeout `certificate-elevation-late`, conflict `certificate-there`
 * and `certificate-busy`
 */
export async function changeFolderElevated(
  env: NodeJS.ProcessEnv,
  { base, name, remove, add, unseen }: FolderChange,
  options: ElevationOptions,
): Promise<void> {
  const added = add.map(({ name: own }) => own);
  // Whatever there is by those names: it was not seen, or is among those to be removed already.
  const pairs = added.some((own) => own.endsWith('.cert')) ? 'yes' : 'no';
  const { code, said } = await runElevated(
    env,
    {
      script,
      args: (until) => [base, name, String(until), unseen, pairs, String(remove.length), ...remove, ...added],
      input: () => tarOf(add),
    },
    options,
  );
  switch (code) {
    case 0:
      return;
    case ends.there:
      throw fail('conflict', 'certificate-there', {
        registry: name,
        files: said.trim().replace(/ +/g, ', '),
      });
    case ends.busy:
      throw fail('conflict', 'certificate-busy', { path: base });
    case ends.late:
      throw fail('permission-denied', 'certificate-elevation', { detail: 'the answer came too late' });
    default:
      throw fail('permission-denied', 'certificate-elevation', { detail: said });
  }
}

function tarOf(files: readonly NewFile[]): Pack {
  const tar = pack();
  for (const { name, content, mode } of files) tar.entry({ name, mode, mtime: new Date() }, content);
  tar.finalize();
  return tar;
}
