import { Shield, ShieldOff } from 'lucide-react';
import type { ProtectedMark } from '../../../../shared/contract/disk.ts';
import { compareNames } from '../../../../shared/model/names.ts';
import { timeText, useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { setProtected } from '../../../state/disk.ts';
import { readMarks, useMarks } from '../../../state/marks.ts';
import { pageHash } from '../../../state/object-links.ts';
import { useTable } from '../../../state/resources.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleBar } from '../../../ui/stale-bar.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import css from '../sheet.module.css';

/** Whether each marked object is still on the engine; null while its list is not known. */
function useIsHere(): (mark: ProtectedMark) => boolean | null {
  const tables = {
    container: useTable('container'),
    image: useTable('image'),
    volume: useTable('volume'),
    network: useTable('network'),
  };
  return ({ kind, id }) => (tables[kind].phase === 'shown' ? tables[kind].rows.has(id) : null);
}

/** Everything that no plan touches, also marks whose object is gone. */
export function ProtectedTab() {
  const all = useWords();
  const words = all.disk;
  const standing = useStanding();
  const { marks, error } = useMarks();
  const isHere = useIsHere();
  const unmark = async (mark: ProtectedMark) => {
    await setProtected([mark], false);
    await readMarks();
  };
  const sorted = [...(marks ?? [])].sort(
    (a, b) => compareNames(a.kind, b.kind) || compareNames(a.name, b.name),
  );
  return (
    <div className={css.tab}>
      <StaleBar standing={standing} error={marks === null ? null : error} />
      {marks === null && error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.marksFailed} error={error} onRetry={() => void readMarks()} />
        </div>
      )}
      {marks === null && error === null && (
        <div className={css.waiting} role="status" aria-label={all.loading}>
          <Skeleton width="52%" />
          <Skeleton width="40%" />
        </div>
      )}
      {marks !== null && marks.length === 0 && (
        <EmptyState picture={<Shield size={26} />} title={words.marksNone} text={words.marksNoneText} />
      )}
      {sorted.length > 0 && (
        <>
          <p className={css.lead}>{words.marksText}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrollable by keyboard */}
          <section className={css.sheet} tabIndex={0} aria-label={words.marksTitle}>
            <table className={css.table} aria-label={words.marksTitle}>
              <thead>
                <tr>
                  <th scope="col">{words.columns.name}</th>
                  <th scope="col">{words.total.kind}</th>
                  <th scope="col">{words.columns.state}</th>
                  <th scope="col">{words.since}</th>
                  <th scope="col">
                    <span className={css.hidden}>{words.columns.actions}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {sorted.map((mark) => {
                  const here = isHere(mark);
                  return (
                    <tr key={`${mark.kind} ${mark.id}`}>
                      <th scope="row" className={css.name}>
                        {here === false ? (
                          <bdi>{mark.name}</bdi>
                        ) : (
                          <a href={pageHash(mark.kind, mark.id)}>
                            <bdi>{mark.name}</bdi>
                          </a>
                        )}
                      </th>
                      <td>{all.plan.kinds[mark.kind]}</td>
                      <td>
                        <StatusPill
                          shape={here === null ? 'dashed' : here ? 'check' : 'minus'}
                          tone={here === true ? 'ok' : 'idle'}
                        >
                          {here === null ? all.unknown : here ? words.here : words.gone}
                        </StatusPill>
                      </td>
                      <td className={css.time}>{timeText(Date.parse(mark.since))}</td>
                      <td className={css.end}>
                        <Button
                          label={words.named(words.unprotect, mark.name)}
                          disabledReason={standing === 'ready' ? null : all.engine.notReady}
                          onClick={() => void unmark(mark)}
                        >
                          <ShieldOff size={14} />
                          {words.unprotect}
                        </Button>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </section>
        </>
      )}
    </div>
  );
}
