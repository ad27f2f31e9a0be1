import { useWords } from '../../i18n/index.ts';
import { Choice } from '../../ui/field.tsx';
import css from './run.module.css';
import { setPull, useRun } from './store.ts';

const policies = ['missing', 'always', 'never'] as const;

/** When the image is pulled before the container is made. */
export function PullLine() {
  const words = useWords().run;
  const pull = useRun((state) => state.pull);
  return (
    <div className={css.line}>
      <span className={css.label} aria-hidden="true">
        {words.pull}
      </span>
      <div className={css.value}>
        <div className={css.inline}>
          <Choice
            label={words.pull}
            value={pull}
            options={policies.map((value) => ({ value, label: words.pulls[value] }))}
            onChange={setPull}
          />
        </div>
      </div>
    </div>
  );
}
