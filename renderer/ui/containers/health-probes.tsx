import type { HealthLog } from '../../../shared/contract/crashes.ts';
import { parseTime } from '../../../shared/model/durations.ts';
import { clockText, timeText, useWords } from '../../i18n/index.ts';
import css from './crash.module.css';

/** The last probes of a health check, the newest first. */
export function HealthProbes({ health }: { health: HealthLog }) {
  const words = useWords().health;
  if (health.probes.length === 0) return <p className={css.notes}>{words.noProbes}</p>;
  return (
    <table className={css.probes} aria-label={words.probes}>
      <thead>
        <tr>
          <th scope="col">{words.columns.at}</th>
          <th scope="col">{words.columns.took}</th>
          <th scope="col">{words.columns.exit}</th>
          <th scope="col">{words.columns.output}</th>
        </tr>
      </thead>
      <tbody>
        {health.probes.map((probe) => {
          const began = parseTime(probe.startedAt);
          const ended = parseTime(probe.endedAt);
          return (
            <tr key={probe.startedAt}>
              <td data-tip={began === null ? undefined : timeText(began)}>
                {began === null ? '–' : clockText(began)}
              </td>
              <td>
                {began === null || ended === null ? '–' : words.milliseconds(Math.max(0, ended - began))}
              </td>
              <td data-bad={probe.exitCode !== 0 || undefined}>{probe.exitCode}</td>
              <td>
                <code>{probe.output.trimEnd()}</code>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
