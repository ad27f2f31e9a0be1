import { useWords, wordError } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import css from './run.module.css';
import { blocks, useRun } from './store.ts';
import { cancelPull, type Pull, submit, useSubmit } from './submit.ts';

function PullProgress({ pull }: { pull: Pull }) {
  const words = useWords().run;
  const share = pull.share;
  return (
    <div className={css.pull}>
      <span className={css.pullName}>{words.pulling(pull.image)}</span>
      <progress
        className={css.progress}
        aria-label={words.pulling(pull.image)}
        {...(share === null ? {} : { value: share, max: 1 })}
      />
      <span className={css.note}>{pull.layers > 0 ? words.layers(pull.done, pull.layers) : pull.status}</span>
      <Button onClick={cancelPull}>{words.cancelPull}</Button>
    </div>
  );
}

/** What stands in the way, and the buttons that make the container. */
export function FinishBar() {
  const words = useWords();
  const { marks, checking, checkError, form } = useRun();
  const { phase, pull, failure } = useSubmit();
  const standing = useStanding();
  const empty = form.image.trim() === '';
  const wrong = marks.filter((mark) => blocks(mark, true)).length;
  const whyNot = (start: boolean): string | null => {
    if (standing !== 'ready') return words.engine.notReady;
    if (phase !== 'idle') return words.run.busy;
    if (empty) return words.reasons['image-needed']({}).message;
    if (marks.some((mark) => blocks(mark, start))) return words.run.fixFirst;
    return checking ? words.run.checking : null;
  };
  const status = () => {
    if (phase === 'creating') return words.run.creating;
    if (empty) return words.reasons['image-needed']({}).message;
    if (checking) return words.run.checking;
    if (checkError !== null) return `${words.run.notChecked}: ${wordError(checkError, words).message}`;
    return wrong > 0 ? words.run.attention(wrong) : words.run.allGood;
  };
  return (
    <div className={css.finish}>
      {failure !== null && (
        <ErrorCard
          title={words.run[failure.title]}
          error={failure.error}
          onDismiss={() => useSubmit.setState({ failure: null })}
        />
      )}
      <div className={css.bar}>
        {phase === 'pulling' && pull !== null ? (
          <PullProgress pull={pull} />
        ) : (
          <p className={css.status} role="status" data-wrong={wrong > 0 || undefined}>
            {status()}
          </p>
        )}
        <Button disabledReason={whyNot(false)} onClick={() => void submit(false)}>
          {words.run.create}
        </Button>
        <Button look="primary" disabledReason={whyNot(true)} onClick={() => void submit(true)}>
          {words.run.createAndStart}
        </Button>
      </div>
    </div>
  );
}
