import { ScrollText } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { compareNames } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { engineIdOf, useConnection, useStanding } from '../../state/connection.ts';
import { useTable } from '../../state/resources.ts';
import { routeHash, useRoute } from '../../state/route.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LogsPanel } from '../../ui/logs/logs-panel.tsx';
import type { LogSubject } from '../../ui/logs/use-log-stream.ts';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import css from './logs-page.module.css';
import { nextSubjects, type ShownSubjects } from './shown-subjects.ts';

const mostContainers = 20;

/** Several logs as one, `#/logs?c=ID,ID`, or those of a project, `#/logs?project=NAME`, also of containers it gets. */
export function LogsPage() {
  const words = useWords();
  const { query } = useRoute();
  const { rows, phase, error } = useTable('container');
  const standing = useStanding();
  const wanted = query.c ?? '';
  const project = query.project ?? '';
  const members = useMemo(
    () =>
      project === ''
        ? []
        : [...rows.values()]
            .filter((row) => row.project === project)
            .sort((a, b) => compareNames(a.name, b.name)),
    [rows, project],
  );
  const found = useMemo(() => {
    const subjects = new Map<string, LogSubject>(members.map(({ id, name }) => [id, { id, name }]));
    for (const part of wanted.split(',').filter((id) => id !== '')) {
      const row = [...rows.values()].find(({ id, name }) => name === part || id.startsWith(part));
      if (row !== undefined) subjects.set(row.id, { id: row.id, name: row.name });
    }
    return [...subjects.values()].slice(0, mostContainers);
  }, [rows, wanted, members]);
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const shown = useRef<ShownSubjects | null>(null);
  shown.current = nextSubjects(shown.current, JSON.stringify([engineId, wanted, project]), found);
  const { subjects } = shown.current;
  const aside = [
    ...(project === '' ? [] : [words.projects.logsOf(project)]),
    ...(members.length > mostContainers ? [words.projects.logsSome(mostContainers, members.length)] : []),
  ].join(', ');
  return (
    <Page title={words.logs.title} aside={aside} busy={phase === 'loading'}>
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      {subjects.length > 0 ? (
        <LogsPanel subjects={subjects} key={project || subjects.map(({ id }) => id).join()} />
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
