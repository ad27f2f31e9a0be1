import { useState } from 'react';
import type { Checkpoint, Preflight } from '../../../shared/contract/checkpoints.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import { timeText, useWords } from '../../i18n/index.ts';
import { checkpointKey, useCheckpoints, usePreflight } from '../../state/checkpoints.ts';
import { useStanding } from '../../state/connection.ts';
import { Button } from '../../ui/button.tsx';
import { CheckpointList } from '../../ui/checkpoints/checkpoint-list.tsx';
import { CreateDialog } from '../../ui/checkpoints/create-dialog.tsx';
import { PreflightList } from '../../ui/checkpoints/preflight-list.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './checkpoints-tab.module.css';

/** Checkpoints of one container: what stands in the way, those there are, and when it ran. */
export function CheckpointsTab({ container }: { container: Container }) {
  const all = useWords();
  const words = all.checkpoints;
  const standing = useStanding();
  const { list, error, read } = useCheckpoints(container.id);
  const checked = usePreflight(container.id, container.state);
  const [asking, setAsking] = useState(false);
  const checkpoints = list?.checkpoints ?? [];
  const own = checkpoints.filter(({ directory }) => directory === null);
  const takenOff =
    checkpoints.find(({ policyTakenOff }) => policyTakenOff !== null)?.policyTakenOff ?? undefined;
  return (
    <div className={css.scroller}>
      <div className={css.sheet}>
        <div className={css.head}>
          <Standing preflight={checked.preflight} failed={checked.error !== null} />
          <Button
            look="primary"
            disabledReason={standing === 'ready' ? null : all.engine.notReady}
            onClick={() => setAsking(true)}
          >
            {words.create}
          </Button>
        </div>
        {checked.error !== null && (
          <ErrorCard title={words.notChecked} error={checked.error} onRetry={checked.read} />
        )}
        {checked.preflight !== null && (
          <>
            <NotFine preflight={checked.preflight} />
            <details className={css.all}>
              <summary>{words.allChecks(checked.preflight.checks.length)}</summary>
              <PreflightList preflight={checked.preflight} />
            </details>
          </>
        )}
        {error !== null && <ErrorCard title={words.notListed} error={error} onRetry={read} />}
        {list === null && error === null && (
          <div role="status" aria-label={all.loading}>
            <Skeleton width="60%" />
          </div>
        )}
        {list !== null && checkpoints.length === 0 && <p className={css.note}>{words.emptyHere}</p>}
        {checkpoints.length > 0 && (
          <div className={css.rows}>
            <CheckpointList label={words.tab(container.name)} checkpoints={checkpoints} ofOne />
          </div>
        )}
        {takenOff !== undefined && container.state !== 'running' && (
          <p className={css.note}>{words.takenOff(takenOff)}</p>
        )}
        <Timeline container={container} checkpoints={checkpoints} />
      </div>
      {asking && (
        <CreateDialog
          container={container}
          preflight={checked.preflight}
          taken={new Set(own.map(({ name }) => name))}
          onClose={() => {
            setAsking(false);
            read();
          }}
        />
      )}
    </div>
  );
}

function Standing({ preflight, failed }: { preflight: Preflight | null; failed: boolean }) {
  const words = useWords().checkpoints;
  if (preflight === null) return <p role="status">{failed ? '' : words.checking}</p>;
  const { canCreate, canRestore } = preflight;
  return <p role="status">{!canCreate ? words.canNot : canRestore ? words.canBoth : words.canCreateOnly}</p>;
}

/** Only what is not fine; the rest stands below, folded away. */
function NotFine({ preflight }: { preflight: Preflight }) {
  const checks = preflight.checks.filter(({ verdict }) => verdict !== 'ok');
  return checks.length === 0 ? null : <PreflightList preflight={{ ...preflight, checks }} />;
}

/** When it was made, frozen, started and ended, as far as the engine remembers. */
function Timeline({ container, checkpoints }: { container: Container; checkpoints: readonly Checkpoint[] }) {
  const words = useWords().checkpoints;
  const moment = (at: string | undefined | null, what: string, key: string) =>
    at === undefined || at === null ? [] : [{ at: Date.parse(at), what, key }];
  const moments = [
    ...moment(container.createdAt, words.happened.created, 'created'),
    ...moment(container.startedAt, words.happened.started, 'started'),
    ...(container.state === 'running'
      ? []
      : moment(container.finishedAt, words.happened.finished, 'finished')),
    ...checkpoints.flatMap((one) =>
      moment(one.createdAt, `${words.happened.frozen}: ${one.name}`, checkpointKey(one)),
    ),
  ].sort((a, b) => a.at - b.at);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{words.timeline}</h2>
      <ol className={css.timeline}>
        {moments.map(({ at, what, key }) => (
          <li key={key}>
            <time dateTime={new Date(at).toISOString()}>{timeText(at)}</time>
            <span>{what}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
