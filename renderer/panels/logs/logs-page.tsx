import { ScrollText } from 'lucide-react';
import { useMemo } from 'react';
import { useWords } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { useTable } from '../../state/resources.ts';
import { routeHash, useRoute } from '../../state/route.ts';
import { same } from '../../state/same.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LogsPanel } from '../../ui/logs/logs-panel.tsx';
import type { LogSubject } from '../../ui/logs/use-log-stream.ts';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { useKept } from '../../ui/use-kept.ts';
import css from './logs-page.module.css';

const mostContainers = 20;

/** Several logs as one, `#/logs?c=ID,ID`. */
export function LogsPage() {
  const words = useWords();
  const { query } = useRoute();
  const { rows, phase, error } = useTable('container');
  const standing = useStanding();
  const wanted = query.c ?? '';
  const found = useMemo(() => {
    const subjects = new Map<string, LogSubject>();
    for (const part of wanted.split(',').filter((id) => id !== '')) {
      const row = [...rows.values()].find(({ id, name }) => name === part || id.startsWith(part));
      if (row !== undefined) subjects.set(row.id, { id: row.id, name: row.name });
    }
    return [...subjects.values()].slice(0, mostContainers);
  }, [rows, wanted]);
  // Rows change all the time; the reading starts anew only when who is read does.
  const subjects = useKept(found, same);
  return (
    <Page title={words.logs.title} busy={phase === 'loading'}>
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      {subjects.length > 0 ? (
        <LogsPanel subjects={subjects} key={subjects.map(({ id }) => id).join()} />
      ) : (
        <div className={css.none}>
          <EmptyState
            picture={<ScrollText size={26} />}
            title={words.logs.noneChosen}
            text={words.logs.noneChosenText}
          >
            <a href={routeHash('containers')}>{words.container.back}</a>
          </EmptyState>
        </div>
      )}
    </Page>
  );
}
