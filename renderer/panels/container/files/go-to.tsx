import { type Ref, useEffect, useId, useState } from 'react';
import { shownText } from '../../../../shared/model/byte-text.ts';
import { pathProblem, tidyPath } from '../../../../shared/model/file-paths.ts';
import { useWords } from '../../../i18n/index.ts';
import { Button } from '../../../ui/button.tsx';
import css from './files.module.css';

/** A box for a path. What is none is marked, with what is allowed. */
export function GoTo({
  path,
  onGo,
  ref,
}: {
  path: string;
  onGo(path: string): void;
  ref: Ref<HTMLInputElement>;
}) {
  const words = useWords().files;
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder takes what was being written with it
  useEffect(() => {
    setDraft(null);
    setTried(false);
  }, [path]);
  const value = draft ?? shownText(path);
  const wrong = draft !== null && tried && pathProblem(draft) !== null;
  return (
    <form
      className={css.goto}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (draft === null) return;
        if (pathProblem(draft) === null) onGo(tidyPath(draft));
      }}
    >
      <span className={css.field}>
        <label htmlFor={id}>{words.goTo}</label>
        <input
          ref={ref}
          id={id}
          className={css.path}
          value={value}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-note` : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onFocus={(event) => event.target.select()}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setDraft(null);
          }}
        />
        {wrong && (
          <span id={`${id}-note`} className={css.wrong} role="alert">
            {words.pathRule}
          </span>
        )}
      </span>
      <Button type="submit">{words.go}</Button>
    </form>
  );
}
