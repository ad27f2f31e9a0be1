import type { Settings } from '../../../shared/contract/settings.ts';
import { useWords } from '../../i18n/index.ts';
import { changeSettings, useSettings } from '../../state/settings.ts';
import { Choice, Tick } from '../../ui/field.tsx';
import { BackgroundTick } from '../../ui/stats/background-tick.tsx';
import css from './settings.module.css';

const dayChoices = [1, 3, 7, 14, 30, 90, 365];
const reportChoices = [10, 50, 100, 250, 1000];

/** What is set stands among what is offered, also where it was set by hand. */
const offered = (choices: readonly number[], value: number): number[] =>
  [...new Set([...choices, value])].sort((a, b) => a - b);

/** When Slipway starts, and whether it stays when its window is closed. */
export function Startup({ settings }: { settings: Settings }) {
  const words = useWords().settings;
  const host = useSettings((state) => state.host);
  return (
    <section className={css.card} aria-labelledby="startup">
      <h2 id="startup">{words.startup}</h2>
      <div className={css.row}>
        <Tick
          checked={settings.startAtLogin && host.startAtLogin}
          disabled={!host.startAtLogin}
          note={host.startAtLogin ? words.startAtLoginText : words.startAtLoginWeb}
          onChange={(startAtLogin) => void changeSettings({ startAtLogin })}
        >
          {words.startAtLogin}
        </Tick>
      </div>
      <div className={css.row}>
        <Tick
          checked={settings.closeToTray}
          note={words.closeToTrayText}
          onChange={(closeToTray) => void changeSettings({ closeToTray })}
        >
          {words.closeToTray}
        </Tick>
      </div>
    </section>
  );
}

/** What is measured, and what is kept of it. */
export function Measuring({ settings }: { settings: Settings }) {
  const words = useWords().settings;
  return (
    <section className={css.card} aria-labelledby="sampling">
      <h2 id="sampling">{words.sampling}</h2>
      <div className={css.row}>
        <BackgroundTick />
      </div>
      <div className={css.row}>
        <Tick
          checked={settings.statsHistory}
          note={words.statsHistoryText}
          onChange={(statsHistory) => void changeSettings({ statsHistory })}
        >
          {words.statsHistory}
        </Tick>
      </div>
    </section>
  );
}

/** How long the trash and the reports are kept. */
export function Retention({ settings }: { settings: Settings }) {
  const words = useWords().settings;
  return (
    <section className={css.card} aria-labelledby="retention">
      <h2 id="retention">{words.retention}</h2>
      <div className={css.row}>
        <span>{words.trashDays}</span>
        <Choice
          label={words.trashDays}
          value={String(settings.trashDays)}
          options={offered(dayChoices, settings.trashDays).map((value) => ({
            value: String(value),
            label: words.days(value),
          }))}
          onChange={(value) => void changeSettings({ trashDays: Number(value) })}
        />
      </div>
      <div className={css.row}>
        <span>
          {words.keptReports}
          <p className={css.note}>{words.keptReportsText}</p>
        </span>
        <Choice
          label={words.keptReports}
          value={String(settings.keptReports)}
          options={offered(reportChoices, settings.keptReports).map((value) => ({
            value: String(value),
            label: words.reports(value),
          }))}
          onChange={(value) => void changeSettings({ keptReports: Number(value) })}
        />
      </div>
    </section>
  );
}
