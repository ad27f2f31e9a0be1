import {
  ArrowDownToLine,
  ArrowUpFromLine,
  Box,
  Copy,
  PanelRight,
  Save,
  Shield,
  ShieldOff,
  Tag,
  TagIcon,
  Trash2,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { shortId } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { copyText } from '../../state/clipboard.ts';
import { useStanding } from '../../state/connection.ts';
import { pullImage, pushImage } from '../../state/image-moves.ts';
import { saveImages } from '../../state/image-transfers.ts';
import { type ImageRow, markImages, planImageRemoval, planUntag } from '../../state/images.ts';
import { imageHash } from '../../state/object-links.ts';
import { openPlan } from '../../state/plans.ts';
import { navigate } from '../../state/route.ts';
import type { MenuAnchor } from '../../ui/data-grid/types.ts';
import { AnchoredMenu, type MenuEntry } from '../../ui/menu.tsx';
import { askImage } from './dialogs.tsx';

const size = 14;
/** As many names of an image as a menu lists. */
const mostNames = 8;

/** Saves under its names, so that they come back with a load. */
export function saveRows(rows: readonly ImageRow[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const references = rows.flatMap(({ id, tags }) => (tags.length > 0 ? tags : [id]));
  saveImages(references, rows.length === 1 ? first.title : `${first.title} +${rows.length - 1}`);
}

function ImageMenu({ row, anchor, onClose }: { row: ImageRow; anchor: MenuAnchor; onClose(): void }) {
  const all = useWords();
  const words = all.images;
  const off = useStanding() === 'ready' ? null : all.engine.notReady;
  const guarded = off ?? (row.protected ? words.protectedMark : null);
  const names = row.tags.slice(0, mostNames);
  const entries: MenuEntry[] = [
    {
      kind: 'item',
      label: words.open,
      icon: <PanelRight size={size} />,
      keys: '↵',
      onSelect: () => navigate(imageHash(row.id)),
    },
    {
      kind: 'item',
      label: words.pullNewer,
      icon: <ArrowDownToLine size={size} />,
      disabledReason: off ?? (names.length === 0 ? words.noNameNoPush : null),
      onSelect: () => {
        for (const reference of row.tags) pullImage({ reference });
      },
    },
    ...(names.length === 0
      ? [
          {
            kind: 'item' as const,
            label: words.push,
            icon: <ArrowUpFromLine size={size} />,
            disabledReason: off ?? words.noNameNoPush,
            onSelect: () => undefined,
          },
        ]
      : names.map((name) => ({
          kind: 'item' as const,
          label: words.pushAs(name),
          icon: <ArrowUpFromLine size={size} />,
          disabledReason: off,
          onSelect: () => pushImage(name),
        }))),
    { kind: 'line' },
    {
      kind: 'item',
      label: words.tag,
      icon: <Tag size={size} />,
      disabledReason: off,
      onSelect: () => askImage({ kind: 'tag', image: row }),
    },
    ...(names.length > 1
      ? names.map((name) => ({
          kind: 'item' as const,
          label: words.untagAs(name),
          icon: <TagIcon size={size} />,
          disabledReason: guarded,
          onSelect: () => planUntag(name),
        }))
      : []),
    {
      kind: 'item',
      label: words.save,
      icon: <Save size={size} />,
      disabledReason: off,
      onSelect: () => saveRows([row]),
    },
    {
      kind: 'item',
      label: row.protected ? words.unprotect : words.protect,
      icon: row.protected ? <ShieldOff size={size} /> : <Shield size={size} />,
      disabledReason: off,
      onSelect: () => markImages([row], !row.protected),
    },
    { kind: 'line' },
    {
      kind: 'item',
      label: words.copyName,
      icon: <Copy size={size} />,
      onSelect: () => void copyText(row.title),
    },
    {
      kind: 'item',
      label: words.copyId,
      icon: <Copy size={size} />,
      note: shortId(row.id),
      onSelect: () => void copyText(row.id),
    },
    { kind: 'line' },
    {
      kind: 'item',
      label: words.trash,
      icon: <Box size={size} />,
      disabledReason: guarded ?? (row.usedBy.length > 0 ? all.disk.inUseNoTrash : null),
      onSelect: () => void openPlan({ kind: 'trash.put', ids: [row.id] }),
    },
    {
      kind: 'item',
      label: words.removeDots,
      icon: <Trash2 size={size} />,
      danger: true,
      disabledReason: guarded,
      onSelect: () => planImageRemoval([row]),
    },
  ];
  return (
    <AnchoredMenu
      entries={entries}
      label={words.menu(row.title)}
      at={anchor}
      returnTo={anchor.returnTo}
      onClose={onClose}
    />
  );
}

/** One menu for all images of a page: `menu` is to be rendered once. */
export function useImageMenu(): {
  openMenu(row: ImageRow, anchor: MenuAnchor): void;
  openMenuUnder(row: ImageRow, button: HTMLElement): void;
  menu: ReactNode;
} {
  const [open, setOpen] = useState<{ row: ImageRow; anchor: MenuAnchor } | null>(null);
  const openMenu = (row: ImageRow, anchor: MenuAnchor) => setOpen({ row, anchor });
  return {
    openMenu,
    openMenuUnder: (row, button) => {
      const { left, bottom } = button.getBoundingClientRect();
      openMenu(row, { x: left, y: bottom, returnTo: button });
    },
    menu: open !== null && <ImageMenu {...open} onClose={() => setOpen(null)} />,
  };
}
