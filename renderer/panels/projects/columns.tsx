import { Ellipsis, Play, RotateCw, ScrollText, Square } from 'lucide-react';
import type { Project, ProjectContainer } from '../../../shared/contract/projects.ts';
import { compareNames } from '../../../shared/model/names.ts';
import { useWords, type Words } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { actOnProject, type ProjectVerb, projectVerbs, whyNotProject } from '../../state/project-actions.ts';
import { navigate, routeHash } from '../../state/route.ts';
import { IconButton } from '../../ui/button.tsx';
import type { GridColumn } from '../../ui/data-grid/columns.ts';
import type { ShapeName } from '../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../ui/status-pill.tsx';
import css from './projects.module.css';

/** Where the logs of all its containers are shown as one. */
export const logsHash = ({ name }: Project): string => routeHash('logs', null, { project: name });

export const byName = (a: Project, b: Project): number => compareNames(a.name, b.name);

const looks: Record<Project['state'], { shape: ShapeName; tone: Tone; rank: number }> = {
  running: { shape: 'disc', tone: 'ok', rank: 0 },
  partial: { shape: 'half', tone: 'warn', rank: 1 },
  stopped: { shape: 'ring', tone: 'idle', rank: 2 },
};

/** State in words, e.g. `Running, 1 unhealthy`. */
export function projectStateText(project: Project, words: Words['projects']): string {
  const state = words.states[project.state];
  return project.unhealthy === 0 ? state : `${state}, ${words.unhealthy(project.unhealthy)}`;
}

const icons = { start: Play, stop: Square, restart: RotateCw };

function Actions({
  project,
  onMore,
}: {
  project: Project;
  onMore(project: Project, button: HTMLElement): void;
}) {
  const words = useWords();
  const standing = useStanding();
  const reason = (verb: ProjectVerb): string | null => {
    if (standing !== 'ready') return words.engine.notReady;
    const why = whyNotProject(project, verb);
    return why === null ? null : words.projects.cannot[why];
  };
  return (
    <span className={css.actions}>
      {projectVerbs.map((verb) => {
        const Icon = icons[verb];
        return (
          <IconButton
            key={verb}
            tabIndex={-1}
            label={words.containers.named(words.containers.actions[verb], project.name)}
            tip={words.containers.actions[verb]}
            disabledReason={reason(verb)}
            onClick={() => void actOnProject(project, verb)}
          >
            <Icon size={14} />
          </IconButton>
        );
      })}
      <IconButton
        tabIndex={-1}
        label={words.containers.named(words.projects.logs, project.name)}
        tip={words.projects.logs}
        onClick={() => navigate(logsHash(project))}
      >
        <ScrollText size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.projects.menu(project.name)}
        tip={words.projects.moreActions}
        aria-haspopup="menu"
        onClick={(event) => onMore(project, event.currentTarget)}
      >
        <Ellipsis size={16} />
      </IconButton>
    </span>
  );
}

/** A container of a project with its state, e.g. `shop-web: Running, Unhealthy`. */
function memberText({ name, state, health }: ProjectContainer, words: Words): string {
  const states = [
    words.containers.states[state],
    ...(health === undefined ? [] : [words.health.states[health]]),
  ];
  return `${name}: ${states.join(', ')}`;
}

function placesOf({ configFiles, workingDir }: Project, words: Words['projects']): string[] {
  return [...configFiles, ...(workingDir === undefined ? [] : [words.startedIn(workingDir)])];
}

interface ColumnsInput {
  words: Words;
  onOpen(project: Project): void;
  onMore(project: Project, button: HTMLElement): void;
}

/** The columns of the list of projects. */
export function projectColumns({ words: all, onOpen, onMore }: ColumnsInput): GridColumn<Project>[] {
  const words = all.projects;
  const { columns } = words;
  return [
    {
      id: 'name',
      header: columns.name,
      minWidth: 160,
      grow: 2,
      priority: 0,
      hideable: false,
      compare: byName,
      cell: (row) => (
        <>
          <button
            type="button"
            className={css.name}
            tabIndex={-1}
            data-tip={words.showContainers}
            onClick={() => onOpen(row)}
          >
            <bdi>{row.name}</bdi>
          </button>
          {row.kind === 'stack' && <span className={css.chip}>{words.stack}</span>}
        </>
      ),
    },
    {
      id: 'state',
      header: columns.state,
      minWidth: 176,
      grow: 0,
      priority: 0,
      hideable: false,
      compare: (a, b) => looks[a.state].rank - looks[b.state].rank,
      cell: (row) =>
        row.unhealthy > 0 ? (
          <StatusPill shape="triangle" tone="bad">
            {projectStateText(row, words)}
          </StatusPill>
        ) : (
          <StatusPill shape={looks[row.state].shape} tone={looks[row.state].tone}>
            {projectStateText(row, words)}
          </StatusPill>
        ),
    },
    {
      id: 'containers',
      header: columns.containers,
      minWidth: 128,
      grow: 0,
      priority: 1,
      hideable: true,
      compare: (a, b) => a.containers.length - b.containers.length,
      cell: (row) => (
        <span data-tip={row.containers.map((one) => memberText(one, all)).join('\n')}>
          {words.runningOf(row.running, row.containers.length)}
        </span>
      ),
    },
    {
      id: 'files',
      header: columns.files,
      minWidth: 160,
      grow: 3,
      priority: 2,
      hideable: true,
      compare: (a, b) => compareNames(a.configFiles.join(), b.configFiles.join()),
      cell: (row) =>
        row.configFiles.length > 0 || row.workingDir !== undefined ? (
          <bdi className={css.path} data-tip={placesOf(row, words).join('\n')}>
            {row.configFiles.join(', ') || row.workingDir}
          </bdi>
        ) : (
          <span className={css.faint}>{words.fileUnknown}</span>
        ),
    },
    {
      id: 'actions',
      header: columns.actions,
      quietHeader: true,
      minWidth: 152,
      grow: 0,
      priority: 0,
      hideable: false,
      align: 'end',
      cell: (row) => <Actions project={row} onMore={onMore} />,
    },
  ];
}
