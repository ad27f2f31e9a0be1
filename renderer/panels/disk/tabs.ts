import type { Words } from '../../i18n/index.ts';
import { Part } from '../../ui/part.ts';

export interface DiskTab {
  /** Last part of its address: `#/disk/usage`. */
  id: keyof Words['disk']['tab'];
  part: Part;
}

/** The parts of the Disk page, in order. */
export const diskTabs: readonly DiskTab[] = [
  { id: 'usage', part: new Part(async () => (await import('./usage/usage-tab.tsx')).UsageTab) },
  { id: 'prune', part: new Part(async () => (await import('./prune/prune-tab.tsx')).PruneTab) },
  {
    id: 'protected',
    part: new Part(async () => (await import('./protected/protected-tab.tsx')).ProtectedTab),
  },
  { id: 'trash', part: new Part(async () => (await import('./trash/trash-tab.tsx')).TrashTab) },
  { id: 'schedule', part: new Part(async () => (await import('./schedule/schedule-tab.tsx')).ScheduleTab) },
];
