import { useId } from 'react';
import { useWords, wordError } from '../../i18n/index.ts';
import { Button } from '../../ui/button.tsx';
import { NeededFile } from './files.tsx';
import { Marks } from './marks.tsx';
import css from './run.module.css';
import { fillFromLine, setLine, startOver, useRun } from './store.ts';

/** Takes a docker run line and fills the form from it. */
export function PasteBox() {
  const words = useWords();
  const { line, lineError, notes, filesNeeded } = useRun();
  const id = useId();
  const wrong = lineError === null ? null : wordError(lineError, words);
  return (
    <div className={css.card}>
      <label className={css.title} htmlFor={id}>
        {words.run.paste}
      </label>
      <textarea
        id={id}
        className={`${css.input} ${css.code} ${css.paste}`}
        rows={Math.min(10, Math.max(2, line.split('\n').length))}
        placeholder={words.run.pastePlaceholder}
        spellCheck={false}
        autoComplete="off"
        value={line}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={`${id}-said`}
        onChange={(event) => {
          setLine(event.target.value);
          const { inputType } = event.nativeEvent as InputEvent;
          if (inputType === 'insertFromPaste') void fillFromLine();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void fillFromLine();
        }}
      />
      <div className={css.inline}>
        <Button onClick={() => void fillFromLine()}>{words.run.fill}</Button>
        <Button look="quiet" onClick={startOver}>
          {words.run.clear}
        </Button>
        {filesNeeded.map((name) => (
          <NeededFile key={name} name={name} />
        ))}
      </div>
      <div id={`${id}-said`} role="status">
        {wrong !== null && lineError?.reason !== undefined && (
          <Marks marks={[{ code: lineError.reason, params: lineError.params ?? {}, severity: 'error' }]} />
        )}
        {wrong !== null && lineError?.reason === undefined && <p className={css.note}>{wrong.message}</p>}
        {notes !== null && <Marks marks={notes} />}
        {wrong === null && (notes === null || notes.length === 0) && (
          <p className={css.note}>{notes === null ? words.run.pasteNote : words.run.filled}</p>
        )}
      </div>
    </div>
  );
}
