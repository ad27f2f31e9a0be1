import { Columns3 } from 'lucide-react';
import { memo, type Ref } from 'react';
import { useWords } from '../../i18n/index.ts';
import type { StateCounts, StateFilter } from '../../state/container-rules.ts';
import { type ContainerFilter, setFilter, taskFilters } from '../../state/container-view.ts';
import { IconButton } from '../../ui/button.tsx';
import type { GridColumn } from '../../ui/data-grid/columns.ts';
import { Choice, FilterBox } from '../../ui/field.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { Segmented, type SegmentOption } from '../../ui/segmented.tsx';
import css from './containers.module.css';

/** Not a name a project can have. */
const allProjects = ' all';

interface ToolbarProps {
  filter: ContainerFilter;
  /** null while not known. */
  counts: StateCounts | null;
  filterRef: Ref<HTMLInputElement>;
  onLeaveFilter(): void;
}

function ToolbarView({ filter, counts, filterRef, onLeaveFilter }: ToolbarProps) {
  const words = useWords().containers;
  const count = (state: StateFilter) => (counts === null ? {} : { count: counts[state] });
  const some = (state: StateFilter) => counts !== null && counts[state] > 0;
  const states: SegmentOption<StateFilter>[] = [
    { value: 'all', label: words.all, ...count('all') },
    { value: 'running', label: words.states.running, ...count('running') },
    { value: 'stopped', label: words.stopped, ...count('stopped') },
    // Rarely there, and in the way when not.
    ...(some('paused') || filter.state === 'paused'
      ? [{ value: 'paused' as const, label: words.states.paused, ...count('paused') }]
      : []),
    { value: 'attention', label: words.attention, ...count('attention'), alarming: some('attention') },
  ];
  return (
    <div className={css.toolbar}>
      <div className={css.filter}>
        <FilterBox
          ref={filterRef}
          label={words.filter}
          placeholder={words.filterPlaceholder}
          clearLabel={words.clearText}
          value={filter.text}
          onChange={(text) => setFilter({ text })}
          onLeave={onLeaveFilter}
        />
      </div>
      <Segmented
        label={words.stateFilter}
        value={filter.state}
        options={states}
        onChange={(state) => setFilter({ state })}
      />
    </div>
  );
}

/** The filter box and the states, each with how many it would show. */
export const Toolbar = memo(ToolbarView);

interface NarrowingProps {
  filter: ContainerFilter;
  projects: readonly string[];
  columns: readonly GridColumn<never>[];
  hidden: readonly string[];
  onHidden(hidden: string[]): void;
}

function NarrowingView({ filter, projects, columns, hidden, onHidden }: NarrowingProps) {
  const words = useWords().containers;
  const chooser: MenuEntry[] = columns
    .filter(({ hideable }) => hideable)
    .map(({ id, header }) => ({
      kind: 'check',
      label: header,
      checked: !hidden.includes(id),
      onChange: (shown) => onHidden(shown ? hidden.filter((other) => other !== id) : [...hidden, id]),
    }));
  return (
    <div className={css.narrowing}>
      {(projects.length > 0 || filter.project !== null) && (
        <Choice
          label={words.project}
          value={filter.project ?? allProjects}
          set={filter.project !== null}
          options={[
            { value: allProjects, label: words.allProjects },
            { value: '', label: words.noProject },
            ...projects.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(value) => setFilter({ project: value === allProjects ? null : value })}
        />
      )}
      <Choice
        label={words.tasks}
        value={filter.tasks}
        set={filter.tasks !== 'all'}
        options={taskFilters.map((value) => ({ value, label: words.taskChoices[value] }))}
        onChange={(tasks) => setFilter({ tasks })}
      />
      <Menu entries={chooser} label={words.columnChooser} align="end">
        <IconButton look="plain" label={words.columnChooser}>
          <Columns3 size={15} />
        </IconButton>
      </Menu>
    </div>
  );
}

/** Beside the title: by project, by task or not, and which columns there are. */
export const Narrowing = memo(NarrowingView);
