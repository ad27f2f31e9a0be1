import type { MachineReport } from '../../../shared/contract/machine.ts';
import { machineFindingsInEnglish, machineTopicsInEnglish } from '../../../shared/model/machine-words.ts';
import { type Evidence, figure, seen, word } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { System } from '../setup/os-release.ts';
import type { Site } from '../site.ts';
import { Pseudonyms, redact, redactParams } from './redact.ts';

/** A version without what a builder of it appended. */
const bare = (version: string): string => /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '-';

function head(site: Pick<Site, 'platform' | 'kernel' | 'where' | 'kind'>, { system }: System): Evidence {
  const kind = word(site.kind ?? '-');
  const base = seen`System: ${word(site.platform)} (${word(system)}), kernel ${figure(bare(site.kernel))}, ${word(process.arch)}, engine ${kind}, `;
  return [...base, ...ofPlace[site.where]];
}

const ofPlace: Readonly<Record<Site['where'], Evidence>> = {
  here: seen`on this machine.`,
  elsewhere: seen`on another machine.`,
  nowhere: seen`none answers.`,
};

/**
 * The checks as a text to share, in English. Everything of this machine is given another name; commands are left out, since
 * they name people and places.
 */
export function writeReport(
  site: Pick<Site, 'platform' | 'kernel' | 'where' | 'kind'>,
  system: System,
  findings: readonly Finding[],
  at: Date,
): MachineReport {
  const pseudonyms = new Pseudonyms();
  const lines = findings.flatMap(({ topic, finding, status, evidence, params = {} }) => {
    const shown = redactParams(params, pseudonyms);
    const { meaning, fix } = machineFindingsInEnglish[finding](shown);
    const what = redact(evidence, pseudonyms);
    return [
      `- **${status}** ${machineTopicsInEnglish[topic](shown)}`,
      ...(what === '' ? [] : [`  - Seen: ${what}`]),
      `  - ${[meaning, fix].filter((part) => part !== '').join(' ')}`,
    ];
  });
  const createdAt = at.toISOString();
  const text = [
    '# Slipway: the state of a machine',
    '',
    redact(head(site, system), pseudonyms),
    'Names, paths, addresses and texts of this machine are replaced; the same name stands for the same thing.',
    '',
    ...lines,
    '',
  ].join('\n');
  return { createdAt, text };
}
