import { useRef, useState } from 'react';
import type { Checkpoint } from '../../../shared/contract/checkpoints.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { useWords } from '../../i18n/index.ts';
import { cloneInto, nameOfCheckpoint } from '../../state/checkpoints.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { ErrorCard } from '../error-card.tsx';
import { TextField, Tick } from '../field.tsx';
import css from './checkpoints.module.css';

const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** Asks for the container that is to go on from a checkpoint. */
export function CloneDialog({ checkpoint, onClose }: { checkpoint: Checkpoint; onClose(): void }) {
  const all = useWords();
  const words = all.checkpoints;
  const shown = nameOfCheckpoint(checkpoint, all);
  const [into, setInto] = useState(`${checkpoint.containerName ?? 'container'}-copy`);
  const [start, setStart] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const wrong = nameForm.test(into) ? undefined : words.cloneIntoWrong;
  const send = async () => {
    if (busy || wrong !== undefined) return;
    setBusy(true);
    setError(null);
    const failed = await cloneInto(checkpoint, into, start);
    setBusy(false);
    if (failed === null) onClose();
    else setError(failed);
  };
  return (
    <Dialog
      title={words.cloneTitle(shown)}
      text={words.cloneText}
      holds={busy ? 'all' : 'outside'}
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button disabledReason={busy ? words.cloning : null} onClick={onClose}>
            {all.cancel}
          </Button>
          <Button
            look="primary"
            disabledReason={busy ? words.cloning : (wrong ?? null)}
            onClick={() => void send()}
          >
            {busy ? words.cloning : words.clone}
          </Button>
        </>
      }
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {error !== null && <ErrorCard title={words.notCloned(shown)} error={error} />}
        <TextField
          ref={first}
          label={words.cloneInto}
          note={words.cloneIntoNote}
          wrong={wrong}
          value={into}
          onChange={setInto}
        />
        <Tick checked={start} onChange={setStart}>
          {words.cloneStart}
        </Tick>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
