import { CircleStop } from 'lucide-react';
import type { Container } from '../../../shared/contract/containers.ts';
import { useWords } from '../../i18n/index.ts';
import { useProcesses } from '../../state/processes.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './processes-tab.module.css';
import { PsOptions } from './ps-options.tsx';

const figures = /^[\d.:%,-]+$/;

/** What runs inside of the container now. */
export function ProcessesTab({ container }: { container: Container }) {
  const words = useWords();
  const { state, name } = container;
  const running = state === 'running' || state === 'paused';
  const { processes, error, read } = useProcesses(container.id, running);
  if (!running)
    return (
      <EmptyState
        picture={<CircleStop size={26} />}
        title={words.processes.stopped(name)}
        text={words.processes.stoppedText}
      />
    );
  return (
    <div className={css.body}>
      <div className={css.bar}>
        <p>
          {processes !== null && `${words.processes.count(processes.rows.length)} · `}
          {words.processes.every}
        </p>
        <PsOptions />
      </div>
      {error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.processes.notRead} error={error} onRetry={read} />
        </div>
      )}
      {processes === null && error === null && (
        <div className={css.pad} role="status" aria-label={words.loading}>
          <Skeleton width="60%" />
        </div>
      )}
      {processes !== null && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={css.scroller} aria-label={words.processes.title(name)} tabIndex={0}>
            <table className={css.table} aria-label={words.processes.title(name)}>
              <thead>
                <tr>
                  {processes.titles.map((title) => (
                    <th key={title} scope="col">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {processes.rows.map((cells) => (
                  <tr key={cells.join('\0')}>
                    {cells.map((cell, at) => (
                      <td key={processes.titles[at]} data-figure={figures.test(cell) || undefined}>
                        {cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </div>
  );
}
