import type { SVGProps } from 'react';

/** Outlines that tell states apart without colour. Drawn on a 12 px square. */
export const shapes = [
  'disc',
  'ring',
  'dashed',
  'pause',
  'turn',
  'triangle',
  'cross',
  'square',
  'half',
  'minus',
  'check',
] as const;
export type ShapeName = (typeof shapes)[number];

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' } as const;

function outline(name: ShapeName) {
  switch (name) {
    case 'disc':
      return <circle cx="6" cy="6" r="4.4" fill="currentColor" />;
    case 'ring':
      return <circle cx="6" cy="6" r="3.8" {...stroke} />;
    case 'dashed':
      return <circle cx="6" cy="6" r="4" {...stroke} strokeDasharray="2.1 2.1" />;
    case 'pause':
      return <path d="M4 2.2v7.6M8 2.2v7.6" {...stroke} strokeWidth={2.2} />;
    case 'turn':
      return <path d="M9.9 6A3.9 3.9 0 1 1 8.6 3.1M8.9 1v2.4H6.5" {...stroke} strokeLinejoin="round" />;
    case 'triangle':
      return (
        <path
          fill="currentColor"
          fillRule="evenodd"
          d="M5.2 1.4a.9.9 0 0 1 1.6 0l4.6 8.3a.9.9 0 0 1-.8 1.3H1.4a.9.9 0 0 1-.8-1.3zM5.3 4.2v3.2h1.4V4.2zm0 4.2v1.3h1.4V8.4z"
        />
      );
    case 'cross':
      return <path d="m2.6 2.6 6.8 6.8M9.4 2.6 2.6 9.4" {...stroke} strokeWidth={2} />;
    case 'square':
      return <rect x="2.2" y="2.2" width="7.6" height="7.6" rx="1.2" {...stroke} />;
    case 'half':
      return (
        <>
          <circle cx="6" cy="6" r="3.9" {...stroke} />
          <path d="M6 2.1a3.9 3.9 0 0 1 0 7.8z" fill="currentColor" />
        </>
      );
    case 'minus':
      return <path d="M2.4 6h7.2" {...stroke} strokeWidth={2} />;
    case 'check':
      return <path d="m2.2 6.4 2.6 2.6 5-5.8" {...stroke} strokeWidth={2} strokeLinejoin="round" />;
  }
}

/** A shape of the given name; decoration, since a word always stands beside it. */
export function Shape({ name, ...rest }: { name: ShapeName } & Omit<SVGProps<SVGSVGElement>, 'name'>) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false" {...rest}>
      {outline(name)}
    </svg>
  );
}
