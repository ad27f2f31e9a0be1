import { useRef, useState } from 'react';
import type { Preflight } from '../../../shared/contract/checkpoints.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { useWords } from '../../i18n/index.ts';
import { freeze } from '../../state/checkpoints.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { ErrorCard } from '../error-card.tsx';
import { TextField, Tick } from '../field.tsx';
import css from './checkpoints.module.css';
import { PreflightList } from './preflight-list.tsx';

const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/;

/** The first `checkpoint-N` that is not taken. */
function freeName(taken: ReadonlySet<string>): string {
  for (let count = taken.size + 1; ; count += 1) {
    const name = `checkpoint-${count}`;
    if (!taken.has(name)) return name;
  }
}

/** Asks how a container is to be frozen, with what stands in the way. */
export function CreateDialog({
  container,
  preflight,
  taken,
  onClose,
}: {
  container: Container;
  preflight: Preflight | null;
  taken: ReadonlySet<string>;
  onClose(): void;
}) {
  const all = useWords();
  const words = all.checkpoints;
  const [name, setName] = useState(() => freeName(taken));
  const [directory, setDirectory] = useState('');
  const [leaveRunning, setLeaveRunning] = useState(false);
  const [anyway, setAnyway] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const blocked = preflight !== null && !preflight.canCreate;
  const nameWrong = !nameForm.test(name)
    ? words.nameWrong
    : directory === '' && taken.has(name)
      ? words.nameTaken
      : undefined;
  const directoryWrong = directory === '' || directory.startsWith('/') ? undefined : words.directoryWrong;
  const why = busy
    ? words.freezing
    : (nameWrong ?? directoryWrong ?? (blocked && !anyway ? words.canNot : null));

  const send = async () => {
    if (why !== null) return;
    setBusy(true);
    setError(null);
    const failed = await freeze(container.name, {
      id: container.id,
      name,
      leaveRunning,
      anyway,
      ...(directory === '' ? {} : { directory }),
    });
    setBusy(false);
    if (failed === null) onClose();
    else setError(failed);
  };

  return (
    <Dialog
      title={words.dialogTitle(container.name)}
      text={words.dialogText}
      holds={busy ? 'all' : 'outside'}
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button disabledReason={busy ? words.freezing : null} onClick={onClose}>
            {all.cancel}
          </Button>
          <Button look="primary" disabledReason={why} onClick={() => void send()}>
            {busy ? words.freezing : words.freeze}
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
        {error !== null && <ErrorCard title={words.notCreated(container.name)} error={error} />}
        <TextField
          ref={first}
          label={words.name}
          note={words.nameNote}
          wrong={nameWrong}
          value={name}
          onChange={setName}
        />
        <TextField
          label={words.directory}
          note={words.directoryNote}
          wrong={directoryWrong}
          value={directory}
          onChange={setDirectory}
        />
        <Tick checked={leaveRunning} note={words.leaveRunningNote} onChange={setLeaveRunning}>
          {words.leaveRunning}
        </Tick>
        {preflight !== null && <PreflightList preflight={preflight} side="create" />}
        {blocked && (
          <Tick checked={anyway} onChange={setAnyway}>
            {words.anyway}
          </Tick>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
