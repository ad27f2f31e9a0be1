import { ChartSpline, X } from 'lucide-react';
import { shortId } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { navigate, routeHash } from '../../state/route.ts';
import type { StatsLine } from '../../state/stats/lines.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { mostLines } from '../../ui/chart/line-looks.ts';
import css from './stats.module.css';

interface SelectionBarProps {
  chosen: readonly StatsLine[];
  onClear(): void;
}

function whyNotCompare(count: number, words: ReturnType<typeof useWords>['stats']): string | null {
  if (count < 2) return words.compareFewest;
  return count > mostLines ? words.compareMost(mostLines) : null;
}

/** What can be done with the selected rows. */
export function SelectionBar({ chosen, onClear }: SelectionBarProps) {
  const words = useWords().stats;
  const ids = chosen.map(({ id }) => shortId(id)).join(',');
  return (
    <div role="toolbar" aria-label={words.selection} className={css.selection}>
      <IconButton label={words.clearSelection} onClick={onClear}>
        <X size={15} />
      </IconButton>
      <span className={css.selected} role="status">
        {words.selected(chosen.length)}
      </span>
      <Button
        disabledReason={whyNotCompare(chosen.length, words)}
        onClick={() => navigate(routeHash('stats', 'compare', { c: ids }))}
      >
        <ChartSpline size={14} />
        {words.compare}
      </Button>
    </div>
  );
}
