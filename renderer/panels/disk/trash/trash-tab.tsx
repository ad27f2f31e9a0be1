import { Trash2, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { TrashEntry } from '../../../../shared/contract/trash.ts';
import { bytesText, durationText, timeText, useWords, wordError } from '../../../i18n/index.ts';
import { engineIdOf, useConnection, useStanding } from '../../../state/connection.ts';
import { measureChange, useDisk } from '../../../state/disk.ts';
import { call } from '../../../state/link.ts';
import { openPlan, usePlanDialog } from '../../../state/plans.ts';
import { usePolled } from '../../../state/polled.ts';
import { changeSettings, useSettings } from '../../../state/settings.ts';
import { restoreEntry } from '../../../state/trash.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Choice } from '../../../ui/field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleBar } from '../../../ui/stale-bar.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import css from '../sheet.module.css';
import { RestoreAs } from './restore-as.tsx';

const everyMs = 5000;
const hourMs = 3_600_000;
const dayChoices = [1, 3, 7, 14, 30, 90];

function Details({ entry }: { entry: TrashEntry }) {
  const words = useWords().disk.trash;
  const more = [
    ...(entry.tags.length > 1 ? [words.tags(entry.tags)] : []),
    ...(entry.networks.length > 0 ? [words.networks(entry.networks)] : []),
    ...(entry.restartPolicy === null ? [] : [words.policy(entry.restartPolicy)]),
    ...(entry.wasRunning ? [words.ran] : []),
  ];
  return (
    <>
      <bdi>{entry.name}</bdi>
      {more.length > 0 && <span className={css.small}>{more.join(' · ')}</span>}
      {entry.error !== null && (
        <span className={`${css.small} ${css.trouble}`}>{wordError(entry.error).message}</span>
      )}
    </>
  );
}

function Until({ entry }: { entry: TrashEntry }) {
  const words = useWords().disk.trash;
  if (entry.expiresAt === null) return words.forever;
  const at = Date.parse(entry.expiresAt);
  const left = at - Date.now();
  return (
    <span data-tip={timeText(at)}>
      {left <= 0 ? words.expired : words.left(durationText(Math.ceil(left / hourMs) * hourMs))}
    </span>
  );
}

function PutAt({ at }: { at: string | null }) {
  const words = useWords();
  if (at === null) return '–';
  const ms = Date.parse(at);
  return <span data-tip={timeText(ms)}>{words.agoText(durationText(Math.max(0, Date.now() - ms)))}</span>;
}

const looks = {
  kept: { shape: 'check', tone: 'ok' },
  unfinished: { shape: 'turn', tone: 'warn' },
  gone: { shape: 'minus', tone: 'idle' },
  foreign: { shape: 'dashed', tone: 'idle' },
} as const;

/** What was removed and can be put back. */
export function TrashTab() {
  const all = useWords();
  const words = all.disk.trash;
  const standing = useStanding();
  const engineId = useConnection((state) => engineIdOf(state.engine));
  // The sizes of what is here come with a measurement.
  const measured = useDisk()?.details?.usage.measuredAt ?? '';
  const {
    value: entries,
    error,
    read,
  } = usePolled(engineId === null ? null : `trash ${engineId}`, everyMs, (signal) =>
    call('disk.trash', {}, { signal }),
  );
  const days = useSettings(({ settings }) => settings?.trashDays ?? 7);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [renaming, setRenaming] = useState<TrashEntry | null>(null);
  const planOver = usePlanDialog((dialog) => dialog.phase === 'report');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is read at once, not with the next turn
  useEffect(() => read(), [planOver, measured]);

  const restore = async (entry: TrashEntry) => {
    setBusy((before) => new Set([...before, entry.id]));
    const failure = await restoreEntry(entry);
    setBusy((before) => new Set([...before].filter((id) => id !== entry.id)));
    if (failure?.reason === 'name-taken') setRenaming(entry);
    read();
    measureChange();
  };
  const notReady = standing === 'ready' ? null : all.engine.notReady;
  const own = entries?.filter(({ state }) => state !== 'foreign') ?? [];
  const choices = [...new Set([...dayChoices, days])].sort((a, b) => a - b);
  return (
    <div className={css.tab}>
      <StaleBar standing={standing} error={entries === null ? null : error} />
      <div className={css.lead}>
        <span aria-hidden="true">{words.keepFor}</span>
        <Choice
          label={words.keepFor}
          value={String(days)}
          options={choices.map((value) => ({ value: String(value), label: words.days(value) }))}
          onChange={(value) => void changeSettings({ trashDays: Number(value) })}
        />
        <span className={css.note}>{words.note}</span>
        <span className={css.tools}>
          <Button
            disabledReason={notReady ?? (own.length === 0 ? words.none : null)}
            onClick={() => void openPlan({ kind: 'trash.empty' })}
          >
            <Trash2 size={14} />
            {words.empty}
          </Button>
        </span>
      </div>
      {entries === null && error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.failed} error={error} onRetry={read} />
        </div>
      )}
      {entries === null && error === null && (
        <div className={css.waiting} role="status" aria-label={all.loading}>
          <Skeleton width="52%" />
          <Skeleton width="40%" />
        </div>
      )}
      {entries !== null && entries.length === 0 && (
        <EmptyState picture={<Trash2 size={26} />} title={words.none} text={words.noneText} />
      )}
      {entries !== null && entries.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrollable by keyboard
        <section className={css.sheet} tabIndex={0} aria-label={all.disk.tab.trash}>
          <table className={css.table} aria-label={all.disk.tab.trash}>
            <thead>
              <tr>
                <th scope="col">{words.columns.name}</th>
                <th scope="col">{words.columns.kind}</th>
                <th scope="col" className={css.number}>
                  {words.columns.size}
                </th>
                <th scope="col">{words.columns.put}</th>
                <th scope="col">{words.columns.until}</th>
                <th scope="col">{words.columns.state}</th>
                <th scope="col">
                  <span className={css.hidden}>{all.disk.columns.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <th scope="row" className={css.name}>
                    <Details entry={entry} />
                  </th>
                  <td>{words.kind[entry.kind]}</td>
                  <td className={css.number}>{entry.bytes === null ? '–' : bytesText(entry.bytes)}</td>
                  <td className={css.time}>
                    <PutAt at={entry.putAt} />
                  </td>
                  <td className={css.time}>
                    <Until entry={entry} />
                  </td>
                  <td>
                    <StatusPill shape={looks[entry.state].shape} tone={looks[entry.state].tone}>
                      {words.states[entry.state]}
                    </StatusPill>
                  </td>
                  <td className={css.end}>
                    <Button
                      label={all.disk.named(words.restore, entry.name)}
                      disabledReason={
                        notReady ??
                        (busy.has(entry.id)
                          ? words.restoring
                          : entry.state === 'gone'
                            ? words.states.gone
                            : null)
                      }
                      onClick={() => void restore(entry)}
                    >
                      <Undo2 size={14} />
                      {words.restore}
                    </Button>
                    <IconButton
                      label={all.disk.named(words.emptyOne, entry.name)}
                      tip={words.emptyOne}
                      disabledReason={notReady}
                      onClick={() => void openPlan({ kind: 'trash.empty', ids: [entry.id] })}
                    >
                      <Trash2 size={14} />
                    </IconButton>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {renaming !== null && (
        <RestoreAs
          entry={renaming}
          onClose={() => {
            setRenaming(null);
            read();
          }}
        />
      )}
    </div>
  );
}
