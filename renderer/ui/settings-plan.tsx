import type { ExecutedPlan } from '../../shared/contract/plans.ts';
import type { SettingsPlan } from '../../shared/contract/settings-plan.ts';
import { useWords } from '../i18n/index.ts';
import dialog from './plan-dialog.module.css';
import css from './settings-plan.module.css';

function Value({ value }: { value: string | null }) {
  const words = useWords().engineSettings;
  return value === null ? (
    <span className={css.absent}>{words.absent}</span>
  ) : (
    <code className={css.value}>{value}</code>
  );
}

/** Which settings change, how the engine is told, and what stops. */
export function SettingsPlanView({ settings }: { settings: SettingsPlan }) {
  const words = useWords().engineSettings;
  const { apply, stops, stays, changes, waitSeconds, checkedBy } = settings;
  return (
    <>
      <div className={css.sentences}>
        <p>{words.apply[apply]}</p>
        {stops.length > 0 && <p className={css.stops}>{words.planStops(stops)}</p>}
        {stays.length > 0 && <p>{words.planStays(stays)}</p>}
        {apply === 'restart' && stops.length + stays.length === 0 && <p>{words.planStopsNone}</p>}
        {(apply === 'restart' || apply === 'start') && <p>{words.planWait(waitSeconds)}</p>}
        {checkedBy === 'engine' && <p>{words.planByEngine}</p>}
      </div>
      {changes.length > 0 && (
        <section className={`${dialog.sheet} ${dialog.flow}`} aria-label={words.planLabel}>
          <table className={dialog.table} aria-label={words.planLabel}>
            <thead>
              <tr>
                <th scope="col">{words.planColumns.key}</th>
                <th scope="col">{words.planColumns.before}</th>
                <th scope="col">{words.planColumns.after}</th>
                <th scope="col">{words.planColumns.effect}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ key, before, after, effect }) => (
                <tr key={key}>
                  <td>
                    <code>{key}</code>
                  </td>
                  <td>
                    <Value value={before} />
                  </td>
                  <td>
                    <Value value={after} />
                  </td>
                  <td>{words[effect]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

/** What the engine tells of new settings once they are applied, and what it said where they were not. */
export function SettingsOutcomes({ report }: { report: ExecutedPlan }) {
  const words = useWords().engineSettings;
  const told = report.items[0]?.settings;
  if (told === undefined) return null;
  const { said, seen, different, untold, stopped } = told;
  return (
    <div className={css.sentences}>
      {said !== '' && (
        <p>
          {words.reportSaid}: <code className={css.value}>{said}</code>
        </p>
      )}
      {seen.length > 0 && <p>{words.reportSeen(seen)}</p>}
      {different.length > 0 && <p className={css.stops}>{words.reportDifferent(different)}</p>}
      {untold.length > 0 && <p>{words.reportUntold(untold)}</p>}
      {stopped.length > 0 && <p className={css.stops}>{words.reportStopped(stopped)}</p>}
    </div>
  );
}
