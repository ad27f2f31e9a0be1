import type { HistoryStep, Squash } from '../contract/images.ts';

/** Instructions that never add files. */
const settingsOnly = new Set([
  'ARG',
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
]);
const instructions = new Set([...settingsOnly, 'ADD', 'COPY', 'FROM', 'RUN', 'WORKDIR']);

/**
 * The instruction a step was written as, out of what the builders make of it: `/bin/sh -c #(nop)  CMD ["sh"]` of the
 * classic one, `RUN /bin/sh -c make # buildkit`, `|1 V=2 /bin/sh -c make` with the arguments it was built with.
 */
export function instructionOf(createdBy: string): { instruction: string; text: string } {
  const line = createdBy.trim().replace(/\s+# buildkit$/, '');
  const nop = /^(?:\/bin\/sh -c|cmd \/S \/C|powershell [^#]*)\s+#\(nop\)\s+/.exec(line);
  const rest = nop === null ? line : line.slice(nop[0].length).trim();
  const [, word = '', argument = ''] = /^([A-Z]+)\s+([\s\S]*)$/.exec(rest) ?? [];
  if (instructions.has(word)) return { instruction: word, text: withoutShell(argument.trim()) };
  if (nop !== null) return { instruction: '', text: rest };
  const bare = withoutShell(line);
  return bare === line ? { instruction: '', text: line } : { instruction: 'RUN', text: bare };
}

/** Without the arguments of the build (`|2 A=1 B=2`) and the shell in front. */
function withoutShell(command: string): string {
  const counted = /^\|(\d+) /.exec(command);
  let rest = command;
  if (counted !== null) {
    // Their values may have blanks: the shell is what ends them.
    const shell = command.indexOf(' /bin/sh -c ');
    if (shell >= 0) rest = command.slice(shell + 1);
  }
  return rest.replace(/^\/bin\/sh -c\s+/, '').trim();
}

const merge = /^merge (sha256:[0-9a-f]{64}) to (sha256:[0-9a-f]{64})$/;
const flatten = /^create new from (sha256:[0-9a-f]{64})$/;

/**
 * What each step is in the whole, newest first, and where layers were merged: `docker build --squash` adds a step that
 * says so and leaves the merged ones empty. `stepsOf` tells how many steps an image here has, null for one that is not.
 */
export function readHistory(
  steps: readonly HistoryStep[],
  stepsOf: (id: string) => number | null,
): { steps: HistoryStep[]; squashes: Squash[] } {
  const told = steps.map((step) => ({ ...step, role: roleOf(step) }));
  const squashes: Squash[] = [];
  for (const [at, step] of told.entries()) {
    const [, from = '', onto = ''] = merge.exec(step.comment) ?? flatten.exec(step.comment) ?? [];
    if (from === '') continue;
    step.role = 'squashed';
    const below = onto === '' ? 0 : stepsOf(onto);
    // Those above the parent's steps; where the parent is not here, those in a row that are empty.
    const last = below === null ? emptyFrom(told, at + 1) : Math.max(at, told.length - 1 - below);
    let merged = 0;
    for (let place = at + 1; place <= last; place += 1) {
      const other = told[place];
      if (other === undefined || other.sizeBytes > 0 || settingsOnly.has(other.instruction)) continue;
      other.role = 'merged';
      merged += 1;
    }
    squashes.push({ step: at, from, onto: onto === '' ? null : onto, merged, exact: below !== null });
  }
  return { steps: told, squashes };
}

function roleOf(step: HistoryStep): HistoryStep['role'] {
  if (/^imported from /i.test(step.comment)) return 'imported';
  return step.sizeBytes > 0 ? 'layer' : 'settings';
}

/** Place of the last step in a row that added nothing. */
function emptyFrom(steps: readonly HistoryStep[], from: number): number {
  let at = from;
  while (at < steps.length && steps[at]?.sizeBytes === 0) at += 1;
  return at - 1;
}
