import type { ReactNode } from 'react';
import { Shape, type ShapeName } from './shape.tsx';
import css from './status-pill.module.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'idle' | 'busy';

/** A state as shape and word. */
export function StatusPill({
  shape,
  tone,
  turning = false,
  children,
}: {
  shape: ShapeName;
  tone: Tone;
  turning?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={`${css.pill} ${css[tone]}`}>
      <Shape name={shape} className={turning ? css.turning : undefined} />
      <span className={css.word}>{children}</span>
    </span>
  );
}
