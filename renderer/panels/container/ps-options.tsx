import { useId, useState } from 'react';
import { psArgumentsForm, psArgumentsLength } from '../../../shared/model/ps-arguments.ts';
import { useWords } from '../../i18n/index.ts';
import { choosePsArgs, usePsArgs } from '../../state/processes.ts';
import css from './processes-tab.module.css';

const known = ['aux', '-ef', '-eo pid,ppid,user,pcpu,pmem,stat,time,args', '-eLf'];

/** The options that ps is called with; taken over at Enter, and when the field is left. */
export function PsOptions() {
  const words = useWords().processes;
  const { psArgs } = usePsArgs();
  const [draft, setDraft] = useState(psArgs);
  const id = useId();
  const wrong = !psArgumentsForm.test(draft);
  const take = () => {
    if (!wrong) choosePsArgs(draft.trim());
  };
  return (
    <form
      className={css.options}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <label htmlFor={id}>{words.options}</label>
      <input
        id={id}
        className={css.input}
        list={`${id}-known`}
        value={draft}
        placeholder={words.optionsPlaceholder}
        maxLength={psArgumentsLength}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={take}
      />
      <datalist id={`${id}-known`}>
        {known.map((options) => (
          <option key={options} value={options} />
        ))}
      </datalist>
      {wrong && (
        <span id={`${id}-wrong`} className={css.wrong}>
          {words.optionsWrong}
        </span>
      )}
    </form>
  );
}
