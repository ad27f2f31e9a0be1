import { useEffect, useMemo, useRef } from 'react';
import css from './inspect.module.css';
import { cutAtPlaces } from './text-matches.ts';

interface JsonTextProps {
  label: string;
  text: string;
  /** Where the search found something, and how long that is. */
  places: readonly number[];
  length: number;
  current: number;
}

/** A document as text, with the places of a search marked. */
export function JsonText({ label, text, places, length, current }: JsonTextProps) {
  const box = useRef<HTMLPreElement>(null);
  const pieces = useMemo(() => cutAtPlaces(text, places, length), [text, places, length]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new search has a new first place
  useEffect(() => {
    box.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'center' });
  }, [current, places]);
  return (
    <section className={css.scroller} aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre ref={box} className={css.text} tabIndex={0}>
        {pieces.map((piece, at) =>
          piece.place === null ? (
            piece.text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
            <mark key={at} className={css.mark} data-current={piece.place === current || undefined}>
              {piece.text}
            </mark>
          ),
        )}
      </pre>
    </section>
  );
}
