import { useMemo } from 'react';
import type { TabProps } from '../container/tabs.ts';
import { LogsPanel } from './logs-panel.tsx';

/** The log of one container. */
export function LogsTab({ container }: TabProps) {
  const { id, name } = container;
  const subjects = useMemo(() => [{ id, name }], [id, name]);
  return <LogsPanel subjects={subjects} />;
}
