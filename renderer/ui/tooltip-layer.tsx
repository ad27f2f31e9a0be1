import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import css from './tooltip-layer.module.css';

const showAfterMs = 450;
const hideAfterMs = 120;
const gap = 6;

interface Shown {
  text: string;
  anchor: DOMRect;
}

/** Where a tip of this size goes: below its anchor, above where there is no room, always inside the window. */
export function placeTip(
  anchor: { left: number; top: number; bottom: number; width: number },
  size: { width: number; height: number },
  room: { width: number; height: number },
): { x: number; y: number } {
  const centred = anchor.left + anchor.width / 2 - size.width / 2;
  const x = Math.max(gap, Math.min(centred, room.width - size.width - gap));
  const below = anchor.bottom + gap;
  const y = below + size.height + gap > room.height ? anchor.top - gap - size.height : below;
  return { x: Math.round(x), y: Math.round(Math.max(gap, y)) };
}

/** Below this width the navigation shows icons only. */
const narrowPx = 860;

const ownerOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip], [data-tip-narrow]') : null;

/** What to show for an element; `data-tip-narrow` counts only where its own words are hidden. */
const tipOf = ({ dataset }: HTMLElement): string | undefined =>
  dataset.tip ?? (window.innerWidth <= narrowPx ? dataset.tipNarrow : undefined);

/**
 * The one tooltip of the page. Any element with `data-tip` has one, at no cost for hundreds of rows.
 * It shows on hover and on keyboard focus, can be pointed at, and goes with Escape (WCAG 1.4.13).
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const tip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let owner: HTMLElement | null = null;
    const later = (run: () => void, ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(run, ms);
    };
    const hide = () => {
      clearTimeout(timer);
      owner = null;
      setShown(null);
    };
    const show = (next: HTMLElement, ms: number) => {
      owner = next;
      later(() => {
        const text = tipOf(next);
        if (text && next.isConnected) setShown({ text, anchor: next.getBoundingClientRect() });
      }, ms);
    };
    const onOver = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      if (tip.current?.contains(event.target as Node)) {
        clearTimeout(timer);
        return;
      }
      const next = ownerOf(event.target);
      if (next === owner) return;
      if (next === null) {
        owner = null;
        later(() => setShown(null), hideAfterMs);
      } else show(next, showAfterMs);
    };
    const onFocus = (event: FocusEvent) => {
      const next = ownerOf(event.target);
      if (next?.matches(':focus-visible')) show(next, showAfterMs);
      else hide();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    const listeners: [string, (event: never) => void][] = [
      ['pointerover', onOver],
      ['pointerdown', hide],
      ['focusin', onFocus],
      ['focusout', hide],
      ['keydown', onKey],
      ['scroll', hide],
    ];
    for (const [name, listener] of listeners)
      document.addEventListener(name, listener as EventListener, true);
    return () => {
      clearTimeout(timer);
      for (const [name, listener] of listeners) {
        document.removeEventListener(name, listener as EventListener, true);
      }
    };
  }, []);

  useLayoutEffect(() => {
    const element = tip.current;
    if (element === null || shown === null) return;
    const { x, y } = placeTip(
      shown.anchor,
      { width: element.offsetWidth, height: element.offsetHeight },
      { width: window.innerWidth, height: window.innerHeight },
    );
    element.style.transform = `translate(${x}px, ${y}px)`;
  }, [shown]);

  if (shown === null) return null;
  return createPortal(
    <div ref={tip} role="tooltip" className={css.tip}>
      {shown.text}
    </div>,
    document.body,
  );
}
