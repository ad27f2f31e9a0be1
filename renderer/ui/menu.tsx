import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import css from './menu.module.css';

export type MenuEntry =
  | {
      kind: 'item';
      label: string;
      icon?: ReactNode;
      /** Smaller words below the label. */
      note?: string;
      keys?: string;
      danger?: boolean;
      disabledReason?: string | null;
      /** The menu stays open when it is chosen. */
      keepOpen?: boolean;
      onSelect(): void;
    }
  | { kind: 'check'; label: string; note?: string; checked: boolean; onChange(checked: boolean): void }
  | { kind: 'title'; label: string }
  | { kind: 'line' };

function Words({ label, note }: { label: string; note?: string | undefined }) {
  return (
    <span className={css.words}>
      {label}
      {note !== undefined && <span className={css.note}>{note}</span>}
    </span>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case 'line':
      return <DropdownMenu.Separator className={css.line} />;
    case 'title':
      return <DropdownMenu.Label className={css.title}>{entry.label}</DropdownMenu.Label>;
    case 'check':
      return (
        <DropdownMenu.CheckboxItem
          className={css.item}
          checked={entry.checked}
          onCheckedChange={entry.onChange}
          onSelect={(event) => event.preventDefault()}
        >
          <span className={css.mark}>{entry.checked && <Check size={14} />}</span>
          <Words label={entry.label} note={entry.note} />
        </DropdownMenu.CheckboxItem>
      );
    case 'item': {
      const off = typeof entry.disabledReason === 'string';
      return (
        <DropdownMenu.Item
          className={`${css.item} ${entry.danger && !off ? css.danger : ''}`}
          aria-disabled={off || undefined}
          onSelect={(event) => {
            // Kept reachable, so that the reason can be read.
            if (off || entry.keepOpen) event.preventDefault();
            if (!off) entry.onSelect();
          }}
        >
          <span className={css.mark}>{entry.icon}</span>
          <Words label={entry.label} note={entry.disabledReason ?? entry.note} />
          {entry.keys !== undefined && <span className={css.key}>{entry.keys}</span>}
        </DropdownMenu.Item>
      );
    }
  }
}

/** Menus belong to the main landmark, as what they are about does. */
const home = (): HTMLElement | null => document.getElementById('main');

/** By their words, so that one keeps the focus while others come and go; of twins by how many there were. */
function keysOf(entries: readonly MenuEntry[]): string[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const label = entry.kind === 'line' ? '' : entry.label;
    const count = seen.get(`${entry.kind} ${label}`) ?? 0;
    seen.set(`${entry.kind} ${label}`, count + 1);
    return `${entry.kind} ${label} ${count}`;
  });
}

interface MenuProps {
  entries: readonly MenuEntry[];
  /** Accessible name of the menu. */
  label: string;
  /** The button that opens it. */
  children: ReactNode;
  align?: 'start' | 'end';
  onOpenChange?: (open: boolean) => void;
}

/** A menu under a button. Not modal: the page behind stays as it is, and no style is injected to lock it. */
export function Menu({ entries, label, children, align = 'start', onOpenChange }: MenuProps) {
  const [open, setOpen] = useState(false);
  const keys = keysOf(entries);
  return (
    <DropdownMenu.Root
      modal={false}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        onOpenChange?.(next);
      }}
    >
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={home()}>
        <DropdownMenu.Content
          className={css.menu}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          aria-labelledby={undefined}
        >
          {entries.map((entry, at) => (
            <Entry key={keys[at]} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface AnchoredMenuProps {
  entries: readonly MenuEntry[];
  label: string;
  /** Where it opens, in pixels of the window. */
  at: { x: number; y: number };
  /** Has the focus back when the menu closes, unless the chosen entry took it elsewhere. */
  returnTo: HTMLElement | null;
  onClose(): void;
}

/** A menu at a point: one for a whole list, however many rows have it. */
export function AnchoredMenu({ entries, label, at, returnTo, onClose }: AnchoredMenuProps) {
  const keys = keysOf(entries);
  return (
    <DropdownMenu.Root
      open
      modal={false}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DropdownMenu.Trigger asChild>
        <span className={css.anchor} style={{ left: at.x, top: at.y }} aria-hidden="true" tabIndex={-1} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={home()}>
        <DropdownMenu.Content
          className={css.menu}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={label}
          aria-labelledby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (returnTo?.isConnected && !document.querySelector('[role="dialog"]')) returnTo.focus();
          }}
        >
          {entries.map((entry, index) => (
            <Entry key={keys[index]} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
