import type { ApiError } from '../../shared/contract/errors.ts';
import type { MachineCheck, MachineFixId, MachineStatus } from '../../shared/contract/machine.ts';
import {
  type MachineFinding,
  type MachineTopic,
  machineFindingsInEnglish,
  machineTopicsInEnglish,
} from '../../shared/model/machine-words.ts';
import { type Evidence, type Fact, fullParams, inFull } from './evidence.ts';

/** The answer of one check. */
export interface Finding {
  topic: MachineTopic;
  /** Tells several of one topic apart; in the id of the check. */
  of?: string;
  finding: MachineFinding;
  status: MachineStatus;
  evidence: Evidence;
  params?: Readonly<Record<string, Fact>>;
  /** Why an endpoint cannot be used; for the page, never for a report. */
  error?: ApiError;
  /** The package its fix installs, where that depends on what there is; never of a page. */
  installs?: string;
  fix?: { command?: string; run?: MachineFixId; route?: string };
}

/** A finding as it crosses the contract, worded in English. */
export function toCheck({
  topic,
  of,
  finding,
  status,
  evidence,
  params = {},
  error,
  fix,
}: Finding): MachineCheck {
  const full = fullParams(params);
  const said = machineFindingsInEnglish[finding](full);
  const advice = said.fix || (status === 'unknown' ? '' : (error?.hint?.text ?? ''));
  return {
    id: of === undefined ? topic : `${topic}:${of}`,
    key: topic,
    finding,
    status,
    title: machineTopicsInEnglish[topic](full),
    evidence: inFull(evidence),
    meaning: said.meaning,
    params: full,
    ...(error === undefined ? {} : { error }),
    ...(advice === '' && fix === undefined ? {} : { fix: { text: advice, ...fix } }),
  };
}
