import { Dialog as Radix } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import css from './dialog.module.css';
import { returnFocus } from './focus-return.ts';

interface DialogProps {
  title: string;
  text?: string | undefined;
  /** Buttons, the least harmful first. */
  buttons: ReactNode;
  /** Has the focus when it opens: never the destructive button. */
  initialFocus: RefObject<HTMLElement | null>;
  onClose(): void;
  wide?: boolean;
  /**
   * What would be lost by closing it: a click beside it (e.g. on a message) never does then, and where it is `all`,
   * Escape neither. The buttons remain.
   */
  holds?: 'nothing' | 'outside' | 'all';
  children: ReactNode;
}

/**
 * A modal dialog. It has a backdrop of its own: Radix's locks scrolling with an injected style,
 * which the content policy of the web host refuses, and the page itself never scrolls.
 */
export function Dialog({ title, text, buttons, initialFocus, onClose, wide, holds, children }: DialogProps) {
  const held = holds ?? 'nothing';
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Radix.Portal>
        <div className={css.backdrop}>
          <Radix.Content
            className={`${css.dialog} ${wide ? css.wide : ''}`}
            {...(text === undefined ? { 'aria-describedby': undefined } : {})}
            onInteractOutside={(event) => {
              if (held !== 'nothing') event.preventDefault();
            }}
            onEscapeKeyDown={(event) => {
              if (held === 'all') event.preventDefault();
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              returnFocus();
            }}
            onOpenAutoFocus={(event) => {
              if (initialFocus.current === null) return;
              event.preventDefault();
              initialFocus.current.focus();
            }}
          >
            <div className={css.top}>
              <Radix.Title className={css.title}>{title}</Radix.Title>
              {text !== undefined && <Radix.Description className={css.text}>{text}</Radix.Description>}
            </div>
            <div className={css.body}>{children}</div>
            <div className={css.bottom}>{buttons}</div>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
