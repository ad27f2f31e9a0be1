import {
  Braces,
  CirclePause,
  CirclePlay,
  Copy,
  FolderOpen,
  PanelRight,
  Pencil,
  Shield,
  ShieldOff,
  SlidersHorizontal,
  SquareTerminal,
  Trash2,
  Zap,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { shortId } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { copyText } from '../../state/clipboard.ts';
import { actOnOne } from '../../state/container-actions.ts';
import { copyContainerAs } from '../../state/container-copy.ts';
import { openDialog, planRemoval } from '../../state/container-dialogs.ts';
import { containerHash } from '../../state/object-links.ts';
import { navigate } from '../../state/route.ts';
import { askForTerminal } from '../../state/terminals.ts';
import type { MenuAnchor } from '../data-grid/types.ts';
import { AnchoredMenu, type MenuEntry } from '../menu.tsx';
import { useWhyNot } from './container-actions.tsx';

interface Open {
  container: Container;
  anchor: MenuAnchor;
}

const size = 14;

function ContainerMenu({
  open,
  onClose,
  onDetails,
}: {
  open: Open;
  onClose(): void;
  onDetails: ((container: Container) => void) | undefined;
}) {
  const {
    containers: words,
    container: { tab },
    replace,
    run,
    terminal,
  } = useWords();
  const { container, anchor } = open;
  const reasonFor = useWhyNot(container);
  const paused = container.state === 'paused';
  const guard = container.protected ? 'unprotect' : 'protect';
  const entries: MenuEntry[] = [
    ...(onDetails === undefined
      ? []
      : [
          {
            kind: 'item' as const,
            label: words.openDetails,
            icon: <PanelRight size={size} />,
            keys: '↵',
            onSelect: () => onDetails(container),
          },
        ]),
    {
      kind: 'item',
      label: terminal.action,
      icon: <SquareTerminal size={size} />,
      disabledReason: reasonFor('terminal'),
      onSelect: () => {
        askForTerminal(container.id);
        navigate(containerHash(container.id, 'terminal'));
      },
    },
    {
      kind: 'item',
      label: tab.files,
      icon: <FolderOpen size={size} />,
      onSelect: () => navigate(containerHash(container.id, 'files')),
    },
    {
      kind: 'item',
      label: words.inspect,
      icon: <Braces size={size} />,
      onSelect: () => navigate(containerHash(container.id, 'inspect')),
    },
    { kind: 'line' },
    paused
      ? {
          kind: 'item',
          label: words.actions.unpause,
          icon: <CirclePlay size={size} />,
          disabledReason: reasonFor('unpause'),
          onSelect: () => void actOnOne(container, { action: 'unpause' }),
        }
      : {
          kind: 'item',
          label: words.actions.pause,
          icon: <CirclePause size={size} />,
          disabledReason: reasonFor('pause'),
          onSelect: () => void actOnOne(container, { action: 'pause' }),
        },
    {
      kind: 'item',
      label: words.killWith,
      icon: <Zap size={size} />,
      disabledReason: reasonFor('kill'),
      onSelect: () => openDialog({ kind: 'kill', containers: [container] }),
    },
    {
      kind: 'item',
      label: replace.action,
      icon: <SlidersHorizontal size={size} />,
      disabledReason: reasonFor('edit'),
      onSelect: () => openDialog({ kind: 'edit', container }),
    },
    {
      kind: 'item',
      label: words.renameDots,
      icon: <Pencil size={size} />,
      disabledReason: reasonFor('rename'),
      onSelect: () => openDialog({ kind: 'rename', container }),
    },
    {
      kind: 'item',
      label: words.actions[guard],
      icon: guard === 'protect' ? <Shield size={size} /> : <ShieldOff size={size} />,
      disabledReason: reasonFor(guard),
      onSelect: () => void actOnOne(container, { action: guard }),
    },
    { kind: 'line' },
    {
      kind: 'item',
      label: words.copyName,
      icon: <Copy size={size} />,
      onSelect: () => void copyText(container.name),
    },
    {
      kind: 'item',
      label: words.copyId,
      icon: <Copy size={size} />,
      note: shortId(container.id),
      onSelect: () => void copyText(container.id),
    },
    {
      kind: 'item',
      label: words.copyImage,
      icon: <Copy size={size} />,
      onSelect: () => void copyText(container.image),
    },
    {
      kind: 'item',
      label: run.copyAsRun,
      icon: <Copy size={size} />,
      onSelect: () => void copyContainerAs(container, 'run'),
    },
    {
      kind: 'item',
      label: run.copyAsCompose,
      icon: <Copy size={size} />,
      onSelect: () => void copyContainerAs(container, 'compose'),
    },
    { kind: 'line' },
    {
      kind: 'item',
      label: words.removeDots,
      icon: <Trash2 size={size} />,
      danger: true,
      disabledReason: reasonFor('remove'),
      onSelect: () => planRemoval([container]),
    },
  ];
  return (
    <AnchoredMenu
      entries={entries}
      label={words.moreFor(container.name)}
      at={anchor}
      returnTo={anchor.returnTo}
      onClose={onClose}
    />
  );
}

/** One menu for all containers of a page: `openMenu` opens it, `menu` is to be rendered once. */
export function useContainerMenu(onDetails?: (container: Container) => void): {
  openMenu(container: Container, anchor: MenuAnchor): void;
  openMenuUnder(container: Container, button: HTMLElement): void;
  menu: ReactNode;
} {
  const [open, setOpen] = useState<Open | null>(null);
  const openMenu = (container: Container, anchor: MenuAnchor) => setOpen({ container, anchor });
  return {
    openMenu,
    openMenuUnder: (container, button) => {
      const { left, bottom } = button.getBoundingClientRect();
      openMenu(container, { x: left, y: bottom, returnTo: button });
    },
    menu: open !== null && <ContainerMenu open={open} onClose={() => setOpen(null)} onDetails={onDetails} />,
  };
}
