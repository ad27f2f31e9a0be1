import { useRef } from 'react';
import { shownText } from '../../../../shared/model/byte-text.ts';
import { useWords } from '../../../i18n/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import css from './files.module.css';

/** Files an upload would replace, each by its path; and somebody who waits for the answer. */
export interface ReplaceQuestion {
  paths: readonly string[];
  answer(agreed: boolean): void;
}

/** Asks before anything is replaced. */
export function ReplaceDialog({ paths, answer }: ReplaceQuestion) {
  const all = useWords();
  const words = all.files;
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={words.replaceTitle(paths.length)}
      text={words.replaceText}
      initialFocus={cancel}
      onClose={() => answer(false)}
      buttons={
        <>
          <Button ref={cancel} onClick={() => answer(false)}>
            {all.cancel}
          </Button>
          <Button look="danger" onClick={() => answer(true)}>
            {words.replaceButton}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className={css.names} aria-label={words.replaceList} tabIndex={0}>
        {paths.map((path) => (
          <li key={path}>{shownText(path)}</li>
        ))}
      </ul>
    </Dialog>
  );
}
