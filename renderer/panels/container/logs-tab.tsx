import { useMemo } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { LogsPanel } from '../../ui/logs/logs-panel.tsx';

/** The log of one container. */
export function LogsTab({ container }: { container: Container }) {
  const { id, name } = container;
  const subjects = useMemo(() => [{ id, name }], [id, name]);
  return <LogsPanel subjects={subjects} />;
}
