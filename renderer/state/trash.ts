import type { ApiError } from '../../shared/contract/errors.ts';
import type { Restored, TrashEntry } from '../../shared/contract/trash.ts';
import { call } from './link.ts';
import { toast, toastError } from './toasts.ts';

/** Puts an entry back, under another name where one is given. Answers why it could not. */
export async function restoreEntry(entry: TrashEntry, name?: string): Promise<ApiError | null> {
  const key = `trash:${entry.id}`;
  const result = await call('disk.restore', {
    ...{ id: entry.id, start: entry.wasRunning },
    ...(name === undefined ? {} : { name }),
  });
  if (!result.ok) {
    // Another name is asked for in a dialog, which tells it.
    if (result.error.reason !== 'name-taken')
      toastError((words) => words.disk.trash.notRestored(entry.name), result.error, key);
    return result.error;
  }
  tell(result.value, key);
  return null;
}

function tell(restored: Restored, key: string): void {
  const { name, networksMade, tagsTaken, restartPolicyLost, startError } = restored;
  if (startError !== null) {
    toastError((words) => words.disk.trash.notStarted, startError, key);
    return;
  }
  toast({
    key,
    tone: restartPolicyLost !== null || tagsTaken.length > 0 ? 'warning' : 'done',
    title: (words) => words.disk.trash.restored(name),
    detail: ({ disk: { trash } }) =>
      [
        networksMade.length > 0 ? trash.networksMade(networksMade) : '',
        tagsTaken.length > 0 ? trash.tagsTaken(tagsTaken) : '',
        restartPolicyLost !== null ? trash.policyLost(restartPolicyLost) : '',
      ]
        .filter((line) => line !== '')
        .join('. '),
  });
}
