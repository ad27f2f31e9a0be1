import { lineLook } from './line-looks.ts';

/** A piece of a line as its chart draws it. */
export function Swatch({ at }: { at: number }) {
  const { colour, dash } = lineLook(at);
  return (
    <svg width="20" height="8" aria-hidden="true">
      <path
        d="M1 4h18"
        fill="none"
        stroke={`var(${colour})`}
        strokeWidth="2"
        strokeDasharray={dash.length === 0 ? undefined : dash.map((length) => length * 0.6).join(' ')}
      />
    </svg>
  );
}
