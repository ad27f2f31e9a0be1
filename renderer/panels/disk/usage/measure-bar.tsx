import { RefreshCw, Square } from 'lucide-react';
import type { DiskState } from '../../../../shared/contract/disk-usage.ts';
import { useWords } from '../../../i18n/index.ts';
import { engineNow, useStanding } from '../../../state/connection.ts';
import { measureDisk, stopMeasuring } from '../../../state/disk.ts';
import { Age } from '../../../ui/age.tsx';
import { Button } from '../../../ui/button.tsx';
import { Shape } from '../../../ui/shape.tsx';
import css from './usage.module.css';

/** How old the measurement is, what one under way waits for, and the way to begin or stop one. */
export function MeasureBar({ state }: { state: DiskState | null }) {
  const all = useWords();
  const words = all.disk;
  const standing = useStanding();
  const measuring = state?.measuring ?? null;
  const usage = state?.details?.usage;
  // Ages on the page go by the engine's clock; this moment was told by Slipway's.
  const at = usage === undefined ? null : Date.parse(usage.measuredAt) + engineNow() - Date.now();
  const waiting = measuring?.waitingFor.map((kind) => words.kinds[kind]) ?? [];
  return (
    <div className={css.measure}>
      <span
        className={css.age}
        role="status"
        data-tip={waiting.length > 0 ? words.waitingFor(waiting) : undefined}
      >
        {measuring !== null && (
          <>
            <Shape name="turn" className={css.turning} />
            {waiting.length > 0 && waiting.length < 4 ? words.waitingFor(waiting) : words.measuring}
          </>
        )}
        {measuring === null && at !== null && <Age sinceMs={at} sentence={words.measuredAgo} />}
      </span>
      {measuring === null ? (
        <Button disabledReason={standing === 'ready' ? null : all.engine.notReady} onClick={measureDisk}>
          <RefreshCw size={14} />
          {words.measureAgain}
        </Button>
      ) : (
        <Button onClick={stopMeasuring}>
          <Square size={12} />
          {words.stop}
        </Button>
      )}
    </div>
  );
}
