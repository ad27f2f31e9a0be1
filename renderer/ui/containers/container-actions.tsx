import { Ellipsis, Play, RotateCw, ScrollText, Square } from 'lucide-react';
import type { Container } from '../../../shared/contract/containers.ts';
import { shortId } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { actOnOne } from '../../state/container-actions.ts';
import { type ContainerAction, type OfferedAction, offersStop, whyNot } from '../../state/container-rules.ts';
import { useActionOn } from '../../state/in-flight.ts';
import { useGone } from '../../state/resources.ts';
import { navigate, routeHash } from '../../state/route.ts';
import { IconButton } from '../button.tsx';
import css from './container-actions.module.css';

/** Why actions on a container are off at present, in words; null when they may be tried. */
export function useWhyNot(container: Container): (action: OfferedAction) => string | null {
  const words = useWords();
  const standing = useStanding();
  const doing = useActionOn(container.id);
  const gone = useGone('container', container.id);
  return (action) => {
    if (standing !== 'ready') return words.engine.notReady;
    if (gone) return words.containers.gone;
    if (doing !== undefined) return words.containers.cannot.busy;
    const why = whyNot(container, action);
    return why === null ? null : words.containers.cannot[why];
  };
}

interface ContainerActionsProps {
  container: Container;
  /** Opens the menu with everything else, under the given button. */
  onMore(container: Container, button: HTMLElement): void;
  /** In a grid row the buttons are reached by arrow keys instead of Tab. */
  tabbable?: boolean;
}

/** The buttons of one container: start or stop, restart, its logs, and the rest in a menu. */
export function ContainerActions({ container, onMore, tabbable = false }: ContainerActionsProps) {
  const { containers: words, logs } = useWords();
  const reasonFor = useWhyNot(container);
  const first: ContainerAction = offersStop(container) ? 'stop' : 'start';
  const tabIndex = tabbable ? undefined : -1;
  return (
    <span className={css.actions}>
      <IconButton
        tabIndex={tabIndex}
        label={words.named(words.actions[first], container.name)}
        tip={words.actions[first]}
        disabledReason={reasonFor(first)}
        onClick={() => void actOnOne(container, { action: first })}
      >
        {first === 'stop' ? <Square size={14} /> : <Play size={14} />}
      </IconButton>
      <IconButton
        tabIndex={tabIndex}
        label={words.named(words.actions.restart, container.name)}
        tip={words.actions.restart}
        disabledReason={reasonFor('restart')}
        onClick={() => void actOnOne(container, { action: 'restart' })}
      >
        <RotateCw size={14} />
      </IconButton>
      <IconButton
        tabIndex={tabIndex}
        label={words.named(logs.action, container.name)}
        tip={logs.action}
        onClick={() => navigate(routeHash('containers', shortId(container.id), {}, 'logs'))}
      >
        <ScrollText size={14} />
      </IconButton>
      <IconButton
        tabIndex={tabIndex}
        label={words.moreFor(container.name)}
        tip={words.moreActions}
        aria-haspopup="menu"
        onClick={(event) => onMore(container, event.currentTarget)}
      >
        <Ellipsis size={16} />
      </IconButton>
    </span>
  );
}
