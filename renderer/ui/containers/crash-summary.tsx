import type { Crash } from '../../../shared/contract/crashes.ts';
import { crashCause } from '../../../shared/model/crash-words.ts';
import { parseTime } from '../../../shared/model/durations.ts';
import { durationText, useWords, type Words } from '../../i18n/index.ts';
import { Age } from '../age.tsx';
import css from './crash.module.css';

/** Most crashes at the start take less than a second: rounded they would say nothing. */
function ranText(ms: number, words: Words): string {
  return ms < 10_000 ? words.health.milliseconds(ms) : durationText(ms, words);
}

/** What a crash means, and when it happened. */
export function CrashSummary({ crash }: { crash: Crash }) {
  const words = useWords();
  const at = parseTime(crash.at);
  return (
    <span className={css.summary}>
      <span>{crashCause(crash, words.crashes.words)}</span>
      <span className={css.when}>
        {at !== null && <Age sinceMs={at} sentence={words.agoText} />}
        {crash.ranMs !== undefined && ` · ${words.crashes.ran(ranText(crash.ranMs, words))}`}
        {crash.count > 1 && ` · ${words.crashes.count(crash.count)}`}
      </span>
    </span>
  );
}
