import { memo } from 'react';
import css from './chart.module.css';
import { type SparkPoint, sparkPath } from './points.ts';

const width = 88;
const height = 20;

interface SparklineProps {
  points: readonly SparkPoint[];
  /** The times at its edges, in ms. */
  from: number;
  to: number;
  /** The value at the upper edge. */
  top: number;
  gapMs: number;
}

function SparklineView(box: SparklineProps) {
  return (
    <svg className={css.spark} width={width} height={height + 2} aria-hidden="true">
      <path d={`M0 ${height + 1.5}h${width}`} className={css.ground} />
      <path d={sparkPath(box.points, { ...box, width, height })} transform="translate(0 1)" />
    </svg>
  );
}

/** A line without axes, for a row: what the figure beside it was lately. */
export const Sparkline = memo(SparklineView);
