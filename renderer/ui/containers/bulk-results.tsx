import { useRef } from 'react';
import { useWords, wordError } from '../../i18n/index.ts';
import { type BulkRow, openBulk, useBulk } from '../../state/bulk.ts';
import { Button } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { Dialog } from '../dialog.tsx';
import type { ShapeName } from '../shape.tsx';
import { StatusPill, type Tone } from '../status-pill.tsx';
import css from './bulk-results.module.css';

const looks: Record<BulkRow['outcome'], { shape: ShapeName; tone: Tone }> = {
  waiting: { shape: 'dashed', tone: 'idle' },
  done: { shape: 'check', tone: 'ok' },
  unchanged: { shape: 'minus', tone: 'idle' },
  failed: { shape: 'triangle', tone: 'bad' },
};

const rank: Record<BulkRow['outcome'], number> = { failed: 0, waiting: 1, done: 2, unchanged: 3 };

/** The result of an action for each of the containers it was asked for; failures first. */
export function BulkResults() {
  const words = useWords();
  const run = useBulk((state) => (state.open === null ? undefined : state.runs.get(state.open)));
  const close = useRef<HTMLButtonElement>(null);
  if (run === undefined) return null;
  const rows = [...run.rows].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
  const asText = rows
    .map(
      ({ name, outcome, error }) => `${name}\t${outcome}${error === undefined ? '' : `\t${error.message}`}`,
    )
    .join('\n');
  return (
    <Dialog
      title={words.containers.resultsTitle(words.containers.actions[run.action], rows.length)}
      initialFocus={close}
      onClose={() => openBulk(null)}
      buttons={
        <>
          <CopyButton text={asText} label={words.copyDetails} />
          <Button ref={close} look="primary" onClick={() => openBulk(null)}>
            {words.close}
          </Button>
        </>
      }
    >
      <ul className={css.list}>
        {rows.map(({ id, name, outcome, error }) => (
          <li key={id} className={css.row}>
            <bdi className={css.name}>{name}</bdi>
            <StatusPill shape={looks[outcome].shape} tone={looks[outcome].tone}>
              {words.containers.outcome[outcome]}
            </StatusPill>
            {error !== undefined && <p className={css.why}>{wordError(error, words).message}</p>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
