import type { SettingsBackup } from '../../../../shared/contract/daemon.ts';
import { timeText, useWords } from '../../../i18n/index.ts';
import { putBack } from '../../../state/engine-settings.ts';
import { Button } from '../../../ui/button.tsx';
import css from './settings.module.css';

/** What was in the file before, newest first, each with a way back. */
export function Backups({ backups, off }: { backups: readonly SettingsBackup[]; off: string | null }) {
  const words = useWords().engineSettings;
  return (
    <section className={css.card} aria-labelledby="settings-backups">
      <h2 id="settings-backups">{words.backups}</h2>
      {backups.length === 0 ? (
        <p className={css.note}>{words.backupsNone}</p>
      ) : (
        <table className={css.table} aria-label={words.backups}>
          <thead>
            <tr>
              <th scope="col">{words.backupAt}</th>
              <th scope="col">{words.backupKeys}</th>
              <th scope="col">
                <span className={css.hidden}>{words.putBackShort}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {backups.map(({ id, at, absent, keys }) => {
              const made = timeText(Date.parse(at));
              return (
                <tr key={id}>
                  <td>{made}</td>
                  <td className={css.keys}>
                    {absent ? words.backupAbsent : keys.length === 0 ? words.backupSame : keys.join(', ')}
                  </td>
                  <td className={css.end}>
                    <Button label={words.putBack(made)} disabledReason={off} onClick={() => putBack(id)}>
                      {words.putBackShort}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
