import { useEffect, useRef, useState } from 'react';
import type { EditableContainer } from '../../../../shared/contract/container-replace.ts';
import type { Container } from '../../../../shared/contract/containers.ts';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import { useWords } from '../../../i18n/index.ts';
import { closeDialog } from '../../../state/container-dialogs.ts';
import { call } from '../../../state/link.ts';
import { openPlanFrom } from '../../../state/plans.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../dialog.tsx';
import { ErrorCard } from '../../error-card.tsx';
import { Skeleton } from '../../skeleton.tsx';
import { draftOf, inputOf, isFine, wrongsOf } from './draft.ts';
import css from './edit.module.css';
import { EditForm } from './edit-form.tsx';

type Reading = { now: EditableContainer } | { error: ApiError } | null;

/** Reads the container as it is when the dialog opens; later changes are found when the plan is made. */
function useEditable(id: string): [Reading, () => void] {
  const [reading, setReading] = useState<Reading>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads again.
  useEffect(() => {
    const asked = new AbortController();
    void call('containers.editable', { id }, { signal: asked.signal }).then((result) => {
      if (!asked.signal.aborted) setReading(result.ok ? { now: result.value } : { error: result.error });
    });
    return () => asked.abort();
  }, [id, turn]);
  return [
    reading,
    () => {
      setReading(null);
      setTurn(turn + 1);
    },
  ];
}

/** Edit by replacement: what is to be different. Leads to the plan. */
export function EditDialog({ container }: { container: Container }) {
  const words = useWords();
  const [reading, readAgain] = useEditable(container.id);
  const cancel = useRef<HTMLButtonElement>(null);
  if (reading !== null && 'now' in reading) return <Editing now={reading.now} />;
  return (
    <Dialog
      wide
      title={words.replace.title(container.name)}
      text={words.replace.text}
      initialFocus={cancel}
      onClose={closeDialog}
      buttons={
        <Button ref={cancel} onClick={closeDialog}>
          {words.cancel}
        </Button>
      }
    >
      {reading === null ? (
        <div className={css.waiting} role="status" aria-label={words.replace.loading}>
          <Skeleton width="70%" />
          <Skeleton width="55%" />
        </div>
      ) : (
        <ErrorCard title={words.replace.failed} error={reading.error} onRetry={readAgain} />
      )}
    </Dialog>
  );
}

function Editing({ now }: { now: EditableContainer }) {
  const words = useWords();
  const [before] = useState(() => draftOf(now));
  const [draft, setDraft] = useState(before);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const wrongs = wrongsOf(draft, words.replace);
  const fine = isFine(wrongs);
  const changed = JSON.stringify(draft) !== JSON.stringify(before);

  async function send(): Promise<void> {
    setTried(true);
    if (!fine || sending) return;
    setSending(true);
    setError(null);
    const input = inputOf(now, draft);
    const failure = await openPlanFrom({ kind: 'containers.replace', name: now.name, input });
    setSending(false);
    if (failure === null) closeDialog();
    else setError(failure);
  }

  return (
    <Dialog
      wide
      holds={changed ? 'all' : 'outside'}
      title={words.replace.title(now.name)}
      text={words.replace.text}
      initialFocus={first}
      onClose={closeDialog}
      buttons={
        <>
          <Button onClick={closeDialog}>{words.cancel}</Button>
          <Button
            look="primary"
            disabledReason={sending ? words.plan.making : tried && !fine ? words.replace.mendFirst : null}
            onClick={() => void send()}
          >
            {words.replace.plan}
          </Button>
        </>
      }
    >
      <EditForm
        now={now}
        draft={draft}
        wrongs={tried ? wrongs : { rows: new Map() }}
        first={first}
        onChange={(parts) => {
          setDraft({ ...draft, ...parts });
          setError(null);
        }}
        onSend={() => void send()}
      />
      {error !== null && <ErrorCard title={words.plan.failed} error={error} />}
    </Dialog>
  );
}
