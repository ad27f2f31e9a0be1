import type { SettingsPlace } from '../../../shared/contract/reset.ts';
import { useWords } from '../../i18n/index.ts';
import css from './reset.module.css';

/** The settings that a reset leaves as they are, and whether they can be checked. */
export function Stays({ places }: { places: readonly SettingsPlace[] }) {
  const words = useWords().reset;
  return (
    <div className={css.card}>
      <h2>{words.staysTitle}</h2>
      <p className={css.note}>{words.staysText}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable by keyboard */}
      <section className={css.sheet} tabIndex={0} aria-label={words.staysTitle}>
        <table className={css.table} aria-label={words.staysTitle}>
          <thead>
            <tr>
              <th scope="col">{words.columns.what}</th>
              <th scope="col">{words.columns.where}</th>
              <th scope="col">{words.columns.state}</th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ group, path, state, files, detail }) => (
              <tr key={`${group}:${path}`}>
                <td>{words.groups[group]}</td>
                <td className={css.path}>
                  <code>{path}</code>
                </td>
                <td>
                  {words.placeStates[state]}
                  {state === 'readable' && <span className={css.sub}>{words.files(files)}</span>}
                  {state === 'unreadable' && <span className={css.sub}>{detail}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
