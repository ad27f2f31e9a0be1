import { create } from 'zustand';
import type { Container } from '../../shared/contract/containers.ts';
import { openPlan } from './plans.ts';

/** A dialog that asks something before it acts on containers. */
export type ContainerDialog =
  | { kind: 'kill'; containers: readonly Container[] }
  | { kind: 'rename'; container: Container }
  | { kind: 'edit'; container: Container };

interface DialogState {
  dialog: ContainerDialog | null;
}

export const useContainerDialog = create<DialogState>()(() => ({ dialog: null }));

export function openDialog(dialog: ContainerDialog): void {
  useContainerDialog.setState({ dialog });
}

export function closeDialog(): void {
  useContainerDialog.setState({ dialog: null });
}

/** Plans the removal of containers. Running ones are part of it from the start only where nothing else would be. */
export function planRemoval(containers: readonly Container[]): void {
  const force = containers.every(
    ({ state }) => state === 'running' || state === 'paused' || state === 'restarting',
  );
  void openPlan({ kind: 'containers.remove', ids: containers.map(({ id }) => id), volumes: false, force });
}
