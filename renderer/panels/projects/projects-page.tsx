import { FolderKanban } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { groupProjects } from '../../../shared/model/projects.ts';
import { useWords } from '../../i18n/index.ts';
import { copyText } from '../../state/clipboard.ts';
import { actOnProject, projectVerbs, whyNotProject } from '../../state/project-actions.ts';
import { useTable } from '../../state/resources.ts';
import { navigate, routeHash } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import type { GridSort } from '../../ui/data-grid/columns.ts';
import { DataGrid } from '../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../ui/data-grid/selection.ts';
import type { MenuAnchor } from '../../ui/data-grid/types.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { AnchoredMenu, type MenuEntry } from '../../ui/menu.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { byName, logsHash, projectColumns, projectStateText } from './columns.tsx';
import css from './projects.module.css';

const rowKey = ({ name }: Project): string => name;

const showContainers = ({ name }: Project): void =>
  navigate(routeHash('containers', null, { project: name }));

/** Compose projects and stacks: containers that belong together. */
export function ProjectsPage() {
  const all = useWords();
  const words = all.projects;
  const { rows, phase, standing, error } = useTable('container');
  const projects = useMemo(() => groupProjects(rows.values()), [rows]);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [sort, setSort] = useState<GridSort>({ column: 'name', descending: false });
  const [menu, setMenu] = useState<{ project: Project; anchor: MenuAnchor } | null>(null);
  const present = withoutGone(
    selection,
    useMemo(() => new Set(projects.map(rowKey)), [projects]),
  );
  if (present !== selection) setSelection(present);
  const selected = projects.filter(({ name }) => present.keys.has(name));

  const onMore = useCallback((project: Project, button: HTMLElement) => {
    const { left, bottom } = button.getBoundingClientRect();
    setMenu({ project, anchor: { x: left, y: bottom, returnTo: button } });
  }, []);
  const columns = useMemo(
    () => projectColumns({ words: all, onOpen: showContainers, onMore }),
    [all, onMore],
  );
  const entries = (project: Project): MenuEntry[] => [
    { kind: 'item', label: words.showContainers, onSelect: () => showContainers(project) },
    { kind: 'item', label: words.showLogs, onSelect: () => navigate(logsHash(project)) },
    {
      kind: 'item',
      label: words.copyPath,
      disabledReason: project.configFiles.length === 0 ? words.fileUnknown : null,
      onSelect: () => void copyText(project.configFiles.join(',')),
    },
  ];
  const title = all.pages.projects;
  const onSelected = (verb: (typeof projectVerbs)[number]) => {
    for (const project of selected)
      if (whyNotProject(project, verb) === null) void actOnProject(project, verb);
  };

  return (
    <Page
      title={title}
      aside={phase === 'shown' && projects.length > 0 ? words.count(projects.length) : ''}
      busy={phase === 'loading'}
    >
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      {phase === 'failed' && error !== null && (
        <div className={css.pad}>
          <ErrorCard title={all.containers.notListedTitle} error={error} />
        </div>
      )}
      <div className={css.list}>
        {phase === 'shown' && projects.length === 0 && (
          <EmptyState picture={<FolderKanban size={26} />} title={words.emptyTitle} text={words.emptyText}>
            <CommandLine command={words.emptyCommand} />
          </EmptyState>
        )}
        {phase === 'shown' && projects.length > 0 && (
          <DataGrid
            label={title}
            columns={columns}
            rows={projects}
            rowKey={rowKey}
            rowName={(row) => `${row.name}, ${projectStateText(row, words)}`}
            selectLabel={(row) => words.select(row.name)}
            selectAllLabel={words.selectAll}
            tie={byName}
            sort={sort}
            onSort={setSort}
            orderKey=""
            selection={present}
            onSelection={setSelection}
            openKey={null}
            onOpen={showContainers}
            onMenu={(project, anchor) => setMenu({ project, anchor })}
            stale={standing === 'stale'}
            heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
          />
        )}
        {selected.length > 0 && (
          <div className={css.selection} role="toolbar" aria-label={words.selection}>
            <span className={css.selected}>{words.selected(selected.length)}</span>
            {projectVerbs.map((verb) => (
              <Button
                key={verb}
                disabledReason={
                  standing !== 'ready'
                    ? all.engine.notReady
                    : selected.every((project) => whyNotProject(project, verb) !== null)
                      ? all.containers.noneApplies
                      : null
                }
                onClick={() => onSelected(verb)}
              >
                {all.containers.actions[verb]}
              </Button>
            ))}
            <Button look="quiet" onClick={() => setSelection(nothingSelected)}>
              {words.clearSelection}
            </Button>
          </div>
        )}
      </div>
      {menu !== null && (
        <AnchoredMenu
          entries={entries(menu.project)}
          label={words.menu(menu.project.name)}
          at={menu.anchor}
          returnTo={menu.anchor.returnTo}
          onClose={() => setMenu(null)}
        />
      )}
    </Page>
  );
}
