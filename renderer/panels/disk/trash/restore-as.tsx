import { useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { TrashEntry } from '../../../../shared/contract/trash.ts';
import { isContainerName } from '../../../../shared/model/names.ts';
import { useWords } from '../../../i18n/index.ts';
import { restoreEntry } from '../../../state/trash.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { TextField } from '../../../ui/field.tsx';

/** Asks for another name where a container's own is taken by now. */
export function RestoreAs({ entry, onClose }: { entry: TrashEntry; onClose(): void }) {
  const all = useWords();
  const words = all.disk.trash;
  const [name, setName] = useState(`${entry.name}-2`);
  const [error, setError] = useState<ApiError | null>(null);
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const wrong = isContainerName(name) ? undefined : all.containers.nameRule;
  const notNow = wrong ?? (sending ? words.restoring : undefined);

  async function send(): Promise<void> {
    if (notNow !== undefined) return;
    setSending(true);
    const failure = await restoreEntry(entry, name);
    setSending(false);
    if (failure === null) onClose();
    else setError(failure);
  }

  return (
    <Dialog
      holds="outside"
      title={words.nameTaken(entry.name)}
      initialFocus={field}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{all.cancel}</Button>
          <Button look="primary" disabledReason={notNow} onClick={() => void send()}>
            {words.restore}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextField
          ref={field}
          label={words.newName}
          note={all.containers.nameRule}
          wrong={wrong}
          value={name}
          onChange={(value) => {
            setName(value);
            setError(null);
          }}
        />
      </form>
      {error !== null && <ErrorCard title={words.notRestored(entry.name)} error={error} />}
    </Dialog>
  );
}
