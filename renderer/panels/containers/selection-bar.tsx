import { Ellipsis, Play, RotateCw, ScrollText, Square, Trash2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { shortId } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { actOnMany } from '../../state/bulk.ts';
import { useStanding } from '../../state/connection.ts';
import { openDialog, planRemoval } from '../../state/container-dialogs.ts';
import { type ContainerAction, whyNot } from '../../state/container-rules.ts';
import { navigate, routeHash } from '../../state/route.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import css from './containers.module.css';

/** As many as one stream of logs takes. */
const mostLogs = 20;

type SimpleAction = Exclude<ContainerAction, 'kill' | 'rename'>;

interface SelectionBarProps {
  selected: readonly Container[];
  onClear(): void;
}

/** The toolbar that acts on the selected rows. An action goes to those it makes sense for. */
export function SelectionBar({ selected, onClear }: SelectionBarProps) {
  const words = useWords();
  const { containers } = words;
  const standing = useStanding();
  const reason = (action: ContainerAction | 'remove'): string | null => {
    if (standing !== 'ready') return words.engine.notReady;
    return selected.some((row) => whyNot(row, action) === null) ? null : containers.noneApplies;
  };
  const act = (action: SimpleAction) => () => void actOnMany(selected, { action });
  const button = (action: SimpleAction, icon: ReactNode) => (
    <Button disabledReason={reason(action)} onClick={act(action)}>
      {icon}
      {containers.actions[action]}
    </Button>
  );
  const entry = (action: SimpleAction): MenuEntry => ({
    kind: 'item',
    label: containers.actions[action],
    disabledReason: reason(action),
    onSelect: act(action),
  });
  const more: MenuEntry[] = [
    entry('pause'),
    entry('unpause'),
    {
      kind: 'item',
      label: containers.killWith,
      disabledReason: reason('kill'),
      onSelect: () =>
        openDialog({ kind: 'kill', containers: selected.filter((row) => whyNot(row, 'kill') === null) }),
    },
    { kind: 'line' },
    entry('protect'),
    entry('unprotect'),
  ];
  return (
    <div role="toolbar" aria-label={containers.selection} className={css.selection}>
      <IconButton label={containers.clearSelection} onClick={onClear}>
        <X size={15} />
      </IconButton>
      <span className={css.selected} role="status">
        {containers.selected(selected.length)}
      </span>
      {button('start', <Play size={14} />)}
      {button('stop', <Square size={14} />)}
      {button('restart', <RotateCw size={14} />)}
      <Button
        onClick={() =>
          navigate(routeHash('logs', null, { c: selected.map(({ id }) => shortId(id)).join(',') }))
        }
        disabledReason={selected.length > mostLogs ? words.logs.tooMany(mostLogs) : null}
      >
        <ScrollText size={14} />
        {words.logs.action}
      </Button>
      <Menu entries={more} label={containers.moreActions}>
        <IconButton look="plain" label={containers.moreActions}>
          <Ellipsis size={15} />
        </IconButton>
      </Menu>
      <Button disabledReason={reason('remove')} onClick={() => planRemoval(selected)}>
        <Trash2 size={14} />
        {containers.removeDots}
      </Button>
    </div>
  );
}
