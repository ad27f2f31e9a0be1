import { ArrowDownToLine, Columns3, Ellipsis } from 'lucide-react';
import { type Ref, useRef } from 'react';
import { useWords } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { loadImages } from '../../state/image-transfers.ts';
import { type ImageFilter, type ImageUse, imageUses, setImageFilter } from '../../state/images.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { GridColumn } from '../../ui/data-grid/columns.ts';
import { Choice, FilterBox } from '../../ui/field.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { askImage } from './dialogs.tsx';
import css from './images.module.css';

/** Not a name a project can have. */
const allProjects = ' all';

/** The filter box, and who uses what. */
export function Toolbar({
  filter,
  counts,
  filterRef,
  onLeave,
}: {
  filter: ImageFilter;
  /** null while not known. */
  counts: Record<ImageUse, number> | null;
  filterRef: Ref<HTMLInputElement>;
  onLeave(): void;
}) {
  const all = useWords();
  const words = all.images;
  return (
    <div className={css.toolbar}>
      <div className={css.filter}>
        <FilterBox
          ref={filterRef}
          label={words.filter}
          placeholder={words.filterPlaceholder}
          clearLabel={all.containers.clearText}
          value={filter.text}
          onChange={(text) => setImageFilter({ text })}
          onLeave={onLeave}
        />
      </div>
      <Segmented
        label={words.useFilter}
        value={filter.use}
        options={imageUses.map((value) => ({
          value,
          label: words.uses[value],
          ...(counts === null ? {} : { count: counts[value] }),
        }))}
        onChange={(use) => setImageFilter({ use })}
      />
    </div>
  );
}

/** Beside the title: by project, which columns there are, and the ways to get an image. */
export function Headline({
  filter,
  projects,
  columns,
  hidden,
  onHidden,
}: {
  filter: ImageFilter;
  projects: readonly string[];
  columns: readonly GridColumn<never>[];
  hidden: readonly string[];
  onHidden(hidden: string[]): void;
}) {
  const all = useWords();
  const words = all.images;
  const off = useStanding() === 'ready' ? null : all.engine.notReady;
  const file = useRef<HTMLInputElement>(null);
  const chooser: MenuEntry[] = columns
    .filter(({ hideable }) => hideable)
    .map(({ id, header }) => ({
      kind: 'check',
      label: header,
      checked: !hidden.includes(id),
      onChange: (shown) => onHidden(shown ? hidden.filter((other) => other !== id) : [...hidden, id]),
    }));
  const ways: MenuEntry[] = [
    {
      kind: 'item',
      label: words.load,
      disabledReason: off,
      onSelect: () => file.current?.click(),
    },
    {
      kind: 'item',
      label: words.import,
      disabledReason: off,
      onSelect: () => askImage({ kind: 'import' }),
    },
  ];
  return (
    <div className={css.headline}>
      {(projects.length > 0 || filter.project !== null) && (
        <Choice
          label={all.containers.project}
          value={filter.project ?? allProjects}
          set={filter.project !== null}
          options={[
            { value: allProjects, label: all.containers.allProjects },
            { value: '', label: all.containers.noProject },
            ...projects.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(value) => setImageFilter({ project: value === allProjects ? null : value })}
        />
      )}
      <Menu entries={chooser} label={all.containers.columnChooser} align="end">
        <IconButton look="plain" label={all.containers.columnChooser}>
          <Columns3 size={15} />
        </IconButton>
      </Menu>
      <Menu entries={ways} label={words.moreWays} align="end">
        <IconButton look="plain" label={words.moreWays}>
          <Ellipsis size={15} />
        </IconButton>
      </Menu>
      <input
        ref={file}
        type="file"
        className={css.hidden}
        aria-label={words.load}
        tabIndex={-1}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          // The same file may be chosen again.
          event.target.value = '';
          if (chosen !== undefined) loadImages(chosen);
        }}
      />
      <Button look="primary" disabledReason={off} onClick={() => askImage({ kind: 'pull', reference: '' })}>
        <ArrowDownToLine size={15} />
        {words.pullImage}
      </Button>
    </div>
  );
}
