import type { ReactNode } from 'react';
import type { Crash } from '../../../shared/contract/crashes.ts';
import { stripAnsi } from '../../../shared/model/ansi.ts';
import { useWords, wordError } from '../../i18n/index.ts';
import css from './crash.module.css';
import { HealthProbes } from './health-probes.tsx';

/** What is known of a crash: figures, the last lines, the health check. */
export function CrashDetails({ crash }: { crash: Crash }) {
  const words = useWords();
  const { facts, ...own } = words.crashes;
  const rows: [string, ReactNode][] = [[facts.exit, crash.exitCode]];
  if (crash.oomKilled) rows.push([facts.memory, own.outOfMemory]);
  if (crash.restartCount !== undefined) rows.push([facts.restarts, crash.restartCount]);
  if (crash.image !== '') rows.push([facts.image, crash.image]);
  if (crash.engineError !== undefined) rows.push([facts.engine, crash.engineError]);
  const notes = [
    ...(crash.restarts ? [own.restartsItself] : []),
    ...(crash.missed ? [own.missed] : []),
    ...(crash.removed ? [own.removed] : []),
  ];
  return (
    <div className={css.details}>
      <dl className={css.facts}>
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {notes.length > 0 && <p className={css.notes}>{notes.join(' · ')}</p>}
      <Lines crash={crash} />
      {crash.health !== undefined && (
        <>
          <h3>{own.health}</h3>
          <HealthProbes health={crash.health} />
        </>
      )}
    </div>
  );
}

function Lines({ crash }: { crash: Crash }) {
  const words = useWords();
  const { lines, linesError } = crash;
  const title = words.crashes.lastLines(lines.length);
  if (lines.length === 0)
    return (
      <p className={css.notes}>
        {linesError === undefined ? words.crashes.noLines : wordError(linesError, words).message}
      </p>
    );
  return (
    <>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={css.lines} aria-label={`${title}: ${crash.name}`} tabIndex={0}>
        {lines.map(({ atNano, channel, text, truncatedBytes }, at) => (
          // Lines may be equal to the nanosecond; they never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <div key={`${atNano} ${at}`} data-channel={channel}>
            {stripAnsi(text)}
            {truncatedBytes !== undefined && '…'}
          </div>
        ))}
      </section>
    </>
  );
}
