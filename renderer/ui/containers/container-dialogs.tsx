import { useRef, useState } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { isContainerName } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { actOnMany } from '../../state/bulk.ts';
import { actOnOne } from '../../state/container-actions.ts';
import { closeDialog, useContainerDialog } from '../../state/container-dialogs.ts';
import { tables } from '../../state/resources.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { ErrorCard } from '../error-card.tsx';
import { Choice, TextField } from '../field.tsx';
import { Part, usePart } from '../part.ts';

const signals = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
type Signal = (typeof signals)[number];

function KillDialog({ containers }: { containers: readonly Container[] }) {
  const words = useWords();
  const [signal, setSignal] = useState<Signal>('SIGKILL');
  const cancel = useRef<HTMLButtonElement>(null);
  const [only] = containers;
  const single = containers.length === 1 && only !== undefined;
  return (
    <Dialog
      title={single ? words.containers.killTitle(only.name) : words.containers.killMany(containers.length)}
      text={words.containers.killText}
      initialFocus={cancel}
      onClose={closeDialog}
      buttons={
        <>
          <Button ref={cancel} onClick={closeDialog}>
            {words.cancel}
          </Button>
          <Button
            look="danger"
            onClick={() => {
              closeDialog();
              const request = { action: 'kill', signal } as const;
              void (single ? actOnOne(only, request) : actOnMany(containers, request));
            }}
          >
            {words.containers.sendSignal}
          </Button>
        </>
      }
    >
      <Choice<Signal>
        full
        label={words.containers.signal}
        value={signal}
        options={signals.map((value) => ({ value, label: words.containers.signals[value] }))}
        onChange={setSignal}
      />
    </Dialog>
  );
}

function RenameDialog({ container }: { container: Container }) {
  const words = useWords();
  const [name, setName] = useState(container.name);
  const [error, setError] = useState<ApiError | null>(null);
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const taken = tables.container((table) =>
    [...table.rows.values()].some((other) => other.id !== container.id && other.name === name),
  );
  const wrong =
    name === container.name
      ? undefined
      : !isContainerName(name)
        ? words.containers.nameRule
        : taken
          ? words.containers.nameTaken(name)
          : undefined;
  const notNow = name === container.name ? words.containers.nameSame : sending ? words.loading : wrong;

  async function send(): Promise<void> {
    if (notNow !== undefined) return;
    setSending(true);
    const failure = await actOnOne(container, { action: 'rename', name });
    setSending(false);
    if (failure === null) closeDialog();
    else setError(failure);
  }

  return (
    <Dialog
      holds="outside"
      title={words.containers.renameTitle(container.name)}
      initialFocus={field}
      onClose={closeDialog}
      buttons={
        <>
          <Button onClick={closeDialog}>{words.cancel}</Button>
          <Button look="primary" disabledReason={notNow} onClick={() => void send()}>
            {words.containers.actions.rename}
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
          label={words.containers.newName}
          note={words.containers.nameRule}
          wrong={wrong}
          value={name}
          onChange={(value) => {
            setName(value);
            setError(null);
          }}
        />
      </form>
      {error !== null && <ErrorCard title={words.containers.failedTo.rename(container.name)} error={error} />}
    </Dialog>
  );
}

const editPart = new Part(async () => (await import('./edit/edit-dialog.tsx')).EditDialog);

function EditPart({ container }: { container: Container }) {
  const EditDialog = usePart(editPart);
  return EditDialog === null ? null : <EditDialog container={container} />;
}

/** The dialogs about containers, rendered once for the whole page. */
export function ContainerDialogs() {
  const dialog = useContainerDialog((state) => state.dialog);
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'kill':
      return <KillDialog containers={dialog.containers} />;
    case 'rename':
      return <RenameDialog key={dialog.container.id} container={dialog.container} />;
    case 'edit':
      return <EditPart key={dialog.container.id} container={dialog.container} />;
  }
}
