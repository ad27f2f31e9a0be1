import type { Words } from '../../i18n/index.ts';
import { Part } from '../../ui/part.ts';

export interface MachineTab {
  /** Last part of its address: `#/machine/doctor`. */
  id: keyof Words['machine']['tab'];
  part: Part;
}

/** The parts of the page Machine, in order. None of them may need an engine to be shown. */
export const machineTabs: readonly MachineTab[] = [
  { id: 'doctor', part: new Part(async () => (await import('./doctor/doctor-tab.tsx')).DoctorTab) },
  { id: 'engine', part: new Part(async () => (await import('./engine/engine-tab.tsx')).EngineTab) },
  {
    id: 'engine-settings',
    part: new Part(async () => (await import('./settings/settings-tab.tsx')).EngineSettingsTab),
  },
  { id: 'access', part: new Part(async () => (await import('./access/access-tab.tsx')).AccessTab) },
  {
    id: 'contexts',
    part: new Part(async () => (await import('./contexts/contexts-tab.tsx')).ContextsTab),
  },
];
