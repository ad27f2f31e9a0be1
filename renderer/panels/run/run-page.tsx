import { useEffect } from 'react';
import { useWords } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { useTable } from '../../state/resources.ts';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { FinishBar } from './finish-bar.tsx';
import { PasteBox } from './paste-box.tsx';
import { Preview } from './preview.tsx';
import css from './run.module.css';
import { Sections } from './sections.tsx';
import { beginAgain, checkAgain } from './store.ts';
import { useSubmit } from './submit.ts';

/** The form of a new container, `#/run`. */
export function RunPage() {
  const words = useWords();
  const standing = useStanding();
  const { rows, error } = useTable('container');
  const idle = useSubmit(({ phase }) => phase === 'idle');
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that matters, not the standing
  useEffect(beginAgain, [standing]);
  // What stood in the way may be gone, or something else may be there now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that matters, not the rows
  useEffect(() => {
    if (standing === 'ready' && idle) checkAgain();
  }, [rows, standing, idle]);
  return (
    <Page title={words.pages.run}>
      <StaleBar standing={standing} error={error} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={css.scroll} tabIndex={0}>
        <div className={css.page}>
          {/* What is being made is what was asked for; nothing typed meanwhile would be lost. */}
          <fieldset className={css.form} disabled={!idle}>
            <PasteBox />
            <Sections />
          </fieldset>
          <div className={css.aside}>
            <Preview />
          </div>
        </div>
      </div>
      <FinishBar />
    </Page>
  );
}
