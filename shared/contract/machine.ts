import { z } from 'zod';
import { answer, call } from './define.ts';

export interface MachineCheck {
  id: string;
  status: 'ok' | 'warning' | 'problem' | 'unknown';
  title: string;
  /** What was seen. */
  evidence: string;
  /** What to do, with a command where one line does it. */
  fix?: { text: string; command?: string };
}

export const machine = {
  checks: call(
    'Check this machine and its engines, each with a fix',
    z.strictObject({}),
    answer<MachineCheck[]>(),
  ),
};
