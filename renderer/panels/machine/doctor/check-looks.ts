import type { MachineCheck, MachineStatus } from '../../../../shared/contract/machine.ts';
import type { MachineText } from '../../../../shared/model/machine-words.ts';
import { type Words, wordError } from '../../../i18n/index.ts';
import type { ShapeName } from '../../../ui/shape.tsx';
import type { Tone } from '../../../ui/status-pill.tsx';

export const looks: Readonly<Record<MachineStatus, { shape: ShapeName; tone: Tone }>> = {
  ok: { shape: 'check', tone: 'ok' },
  warning: { shape: 'triangle', tone: 'warn' },
  problem: { shape: 'cross', tone: 'bad' },
  unknown: { shape: 'dashed', tone: 'idle' },
};

/** In the order in which they are to be looked at. */
export const statuses = ['problem', 'warning', 'ok', 'unknown'] as const;

export function titleOf({ key, params }: MachineCheck, { machine }: Words): string {
  return machine.doctor.topics[key](params);
}

export function meaningOf(check: MachineCheck, words: Words): MachineText {
  const { finding, params, error, status } = check;
  const { meaning, fix } = words.machine.doctor.findings[finding](params);
  const hint = error === undefined || status === 'unknown' ? '' : (wordError(error, words).hint ?? '');
  return { meaning, fix: fix || hint };
}

/** What was seen, in the language of the page where it is a sentence. */
export function evidenceOf({ evidence, error }: MachineCheck, words: Words): string {
  return error === undefined ? evidence : wordError(error, words).message;
}
