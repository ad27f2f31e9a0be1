import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { useWords } from '../../i18n/index.ts';
import { IconButton } from '../../ui/button.tsx';
import { ContainerActions } from '../../ui/containers/container-actions.tsx';
import { ContainerState } from '../../ui/containers/container-state.tsx';
import { Facts } from '../../ui/containers/facts.tsx';
import css from './details.module.css';

interface DetailsProps {
  container: Container | undefined;
  onClose(): void;
  onMore(container: Container, button: HTMLElement): void;
  /** Grows each time the focus is to come here. */
  focusTurn: number;
}

/** The side panel about one container. */
export function Details({ container, onClose, onMore, focusTurn }: DetailsProps) {
  const words = useWords().containers;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focusTurn > 0) title.current?.focus();
  }, [focusTurn]);
  return (
    <aside
      className={css.drawer}
      aria-label={words.detailsOf(container?.name ?? '')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={css.head}>
        <h2 ref={title} className={css.title} tabIndex={-1}>
          <bdi>{container?.name ?? words.gone}</bdi>
        </h2>
        <IconButton label={words.closeDetails} onClick={onClose}>
          <X size={15} />
        </IconButton>
        {container !== undefined && (
          <div className={css.state}>
            <ContainerState container={container} />
            <ContainerActions container={container} onMore={onMore} tabbable />
          </div>
        )}
      </div>
      {container !== undefined && <Facts container={container} heading="h3" />}
    </aside>
  );
}
