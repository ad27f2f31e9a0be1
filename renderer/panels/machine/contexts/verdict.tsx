import { useEffect, useRef, useState } from 'react';
import type { ContextVerdict } from '../../../../shared/contract/contexts.ts';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import { useWords } from '../../../i18n/index.ts';
import { testContext } from '../../../state/contexts.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './contexts.module.css';

export type Trial =
  | { at: 'none' }
  | { at: 'trying' }
  | { at: 'over'; verdict: ContextVerdict }
  | { at: 'failed'; error: ApiError };

/** What a trial came to: what answers, or the cause and the fix. */
export function Verdict({ trial }: { trial: Trial }) {
  const all = useWords();
  const words = all.contexts;
  switch (trial.at) {
    case 'none':
      return null;
    case 'trying':
      return (
        <div role="status" aria-label={words.testing}>
          <Skeleton width="60%" />
        </div>
      );
    case 'failed':
      return <ErrorCard title={words.notTested} error={trial.error} />;
    case 'over': {
      const { verdict } = trial;
      if (verdict.status === 'unusable') return <ErrorCard title={words.unusable} error={verdict.error} />;
      const { kind, version, apiVersion, engineName, ms } = verdict;
      return (
        <div className={css.good} role="status">
          <Shape name="check" />
          <p>
            <span className={css.strong}>{words.usable(all.engine.kinds[kind], version, apiVersion)}</span>
            <br />
            {words.usableText(engineName, ms)}
          </p>
        </div>
      );
    }
  }
}

/** Tries a stored context at once, and again when asked. */
export function TestDialog({ name, onClose }: { name: string; onClose(): void }) {
  const all = useWords();
  const words = all.contexts;
  const [trial, setTrial] = useState<Trial>({ at: 'trying' });
  const [turn, setTurn] = useState(0);
  const close = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks for another try
  useEffect(() => {
    const controller = new AbortController();
    setTrial({ at: 'trying' });
    void (async () => {
      const result = await testContext({ name }, controller.signal);
      if (controller.signal.aborted) return;
      setTrial(result.ok ? { at: 'over', verdict: result.value } : { at: 'failed', error: result.error });
    })();
    return () => controller.abort();
  }, [name, turn]);
  return (
    <Dialog
      title={words.testTitle(name)}
      initialFocus={close}
      onClose={onClose}
      buttons={
        <>
          <Button
            disabledReason={trial.at === 'trying' ? words.testing : null}
            onClick={() => setTurn((count) => count + 1)}
          >
            {trial.at === 'trying' ? words.testing : all.tryAgain}
          </Button>
          <Button ref={close} look="primary" onClick={onClose}>
            {all.close}
          </Button>
        </>
      }
    >
      <Verdict trial={trial} />
    </Dialog>
  );
}
