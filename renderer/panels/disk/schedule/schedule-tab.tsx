import { CalendarClock, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { PruneSchedule } from '../../../../shared/contract/prune.ts';
import { useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { call } from '../../../state/link.ts';
import { useOperations } from '../../../state/operations.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandLine } from '../../../ui/command-line.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './schedule.module.css';
import { ScheduleCard } from './schedule-card.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';

const cron = '30 3 * * * slipway prune --plan-file /etc/slipway/nightly.json --yes';

interface Known {
  list: readonly PruneSchedule[] | null;
  error: ApiError | null;
}

/** Read again after each change here, each run, and when the next run was due. */
function useSchedules(): Known & { reload(): void } {
  const [known, setKnown] = useState<Known>({ list: null, error: null });
  const [turn, setTurn] = useState(0);
  const standing = useStanding();
  const over = useOperations(({ list }) => list.filter(({ finishedAt }) => finishedAt !== null).length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them asks again
  useEffect(() => {
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    void call('disk.schedule', {}).then((result) => {
      if (!wanted) return;
      if (!result.ok) {
        setKnown((before) => ({ ...before, error: result.error }));
        return;
      }
      setKnown({ list: result.value, error: null });
      const next = Math.min(
        ...result.value.map(({ nextAt }) =>
          nextAt === null ? Number.POSITIVE_INFINITY : Date.parse(nextAt),
        ),
      );
      const waitMs = Math.max(1000, next - Date.now() + 1000);
      if (waitMs < 24 * 60 * 60 * 1000) timer = setTimeout(() => setTurn((before) => before + 1), waitMs);
    });
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [turn, over, standing]);
  return { ...known, reload: () => setTurn((before) => before + 1) };
}

/** Prunes that Slipway does by itself. */
export function ScheduleTab() {
  const all = useWords();
  const words = all.schedule;
  const { list, error, reload } = useSchedules();
  const [edited, setEdited] = useState<PruneSchedule | 'new' | null>(null);
  const standing = useStanding();
  const add = (
    <Button
      look="primary"
      disabledReason={standing === 'ready' ? null : all.engine.notReady}
      onClick={() => setEdited('new')}
    >
      <Plus size={14} />
      {words.add}
    </Button>
  );
  return (
    <div className={css.tab}>
      <div className={css.head}>
        <p className={css.text}>{words.text}</p>
        {list !== null && list.length > 0 && add}
      </div>
      {error !== null && <ErrorCard title={words.failed} error={error} onRetry={reload} />}
      {list === null && error === null && <Skeleton width="60%" />}
      {list?.length === 0 && (
        <EmptyState picture={<CalendarClock size={28} />} title={words.emptyTitle} text={words.emptyText}>
          {add}
        </EmptyState>
      )}
      {list !== null && list.length > 0 && (
        <ul className={css.list} aria-label={words.title}>
          {list.map((schedule) => (
            <ScheduleCard
              key={schedule.id}
              schedule={schedule}
              onEdit={() => setEdited(schedule)}
              onChanged={reload}
            />
          ))}
        </ul>
      )}
      <div className={css.cron}>
        <p className={css.text}>{words.cron}</p>
        <CommandLine command={cron} />
      </div>
      {edited !== null && (
        <ScheduleDialog
          schedule={edited === 'new' ? null : edited}
          onClose={() => {
            setEdited(null);
            reload();
          }}
        />
      )}
    </div>
  );
}
