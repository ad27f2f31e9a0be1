import { useEffect } from 'react';
import { timeText, useWords } from '../../i18n/index.ts';
import { readAppState, resetApp, useAppReset } from '../../state/exports.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/button.tsx';
import { CopyIconButton } from '../../ui/copy-button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import css from './settings.module.css';

/** Slipway's own settings back to what a new one has, and that undone. */
export function AppReset() {
  const all = useWords();
  const words = all.exports;
  const settings = useSettings((state) => state.settings);
  const { state, error } = useAppReset();
  // What is changed is told by the settings themselves: read again after each change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: settings are what it depends on
  useEffect(() => void readAppState(), [settings]);
  const { changed = [], backup = null, stays = [] } = state ?? {};
  return (
    <section className={css.card} aria-labelledby="app-reset">
      <h2 id="app-reset">{words.appTitle}</h2>
      <p className={css.note}>{words.appText}</p>
      {stays.length > 0 && (
        <p className={css.note}>{words.appStays(stays.map((stay) => words.stays[stay]))}</p>
      )}
      {error !== null && (
        <ErrorCard title={words.appUnread} error={error} onRetry={() => void readAppState()} />
      )}
      <div className={css.row}>
        <span>{words.appChanged(changed.length)}</span>
        <Button
          disabledReason={changed.length === 0 ? words.appNothing : null}
          onClick={() => void resetApp(false)}
        >
          {words.appReset}
        </Button>
      </div>
      {backup !== null && (
        <div className={css.row}>
          <span>
            {words.appBackup(timeText(Date.parse(backup.at)))}
            <span className={css.path}>
              <code>{backup.file}</code>
              <CopyIconButton text={backup.file} label={all.copyThis(all.settings.file)} />
            </span>
            {words.appUndoNote}
          </span>
          <Button onClick={() => void resetApp(true)}>{words.appUndo}</Button>
        </div>
      )}
    </section>
  );
}
