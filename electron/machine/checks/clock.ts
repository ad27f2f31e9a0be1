import { text } from '../../engine/raw/fields.ts';
import { figure, nothingSeen, seen } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const closeMs = 2_000;
const badMs = 60_000;

/** How far the clock of the engine is from this one, against the middle of the time it took to ask. */
export function checkClock({ info, asked }: Pick<Site, 'info' | 'asked'>): Finding {
  const topic = 'clock';
  if (info === null) return { topic, finding: 'any/no-engine', status: 'unknown', evidence: nothingSeen };
  const theirs = Date.parse(text(info.SystemTime));
  if (Number.isNaN(theirs))
    return { topic, finding: 'any/not-readable', status: 'unknown', evidence: nothingSeen };
  const apart = theirs - (asked.at + asked.answered) / 2;
  // The engine may have read its clock at any moment between question and answer.
  const certain = Math.max(0, Math.abs(apart) - (asked.answered - asked.at) / 2);
  const shown = figure(`${(Math.abs(apart) / 1000).toFixed(1)} s`);
  const evidence = apart < 0 ? seen`engine behind by ${shown}` : seen`engine ahead by ${shown}`;
  if (certain <= closeMs) return { topic, finding: 'clock/close', status: 'ok', evidence };
  return {
    ...{ topic, finding: 'clock/apart', evidence, params: { apart: shown } },
    status: certain > badMs ? 'problem' : 'warning',
    fix: { command: 'sudo timedatectl set-ntp true' },
  };
}
