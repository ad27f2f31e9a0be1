import { useWords } from '../../i18n/index.ts';
import css from './settings.module.css';

const goes = ['engine', 'images', 'registries', 'links'] as const;

/** What leaves the machine: nothing by itself, and what goes out when it is asked for. */
export function Privacy() {
  const words = useWords().settings;
  return (
    <section className={css.card} aria-labelledby="privacy">
      <h2 id="privacy">{words.privacy}</h2>
      <p className={css.note}>{words.privacyText}</p>
      <h3 className={css.minor}>{words.goesOut}</h3>
      <ul className={css.plain}>
        {goes.map((what) => (
          <li key={what}>{words.goes[what]}</li>
        ))}
      </ul>
    </section>
  );
}
