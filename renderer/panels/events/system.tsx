import { useEffect, useMemo, useState } from 'react';
import type { Result } from '../../../shared/contract/errors.ts';
import type { EngineDocument } from '../../../shared/contract/inspect.ts';
import { useWords } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { call } from '../../state/link.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { InspectView } from '../../ui/inspect/inspect-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './events.module.css';

/** `docker info` and `docker version`, whole and searchable. */
export function System() {
  const words = useWords();
  const standing = useStanding();
  const [answer, setAnswer] = useState<Result<EngineDocument> | null>(null);
  const [turn, setTurn] = useState(0);
  const [reading, setReading] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks for another reading
  useEffect(() => {
    if (standing !== 'ready') return;
    const controller = new AbortController();
    setReading(true);
    void call('inspect.engine', {}, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      setReading(false);
      setAnswer(result);
    });
    return () => controller.abort();
  }, [standing, turn]);
  const document = useMemo(
    () => (answer?.ok === true ? { version: answer.value.version, info: answer.value.info } : null),
    [answer],
  );
  const again = () => setTurn((count) => count + 1);
  if (answer?.ok === false)
    return (
      <div className={css.pad}>
        <ErrorCard title={words.events.systemNotRead} error={answer.error} onRetry={again} />
      </div>
    );
  if (document === null)
    return (
      <div className={css.pad} role="status" aria-label={words.loading}>
        <Skeleton width="60%" />
      </div>
    );
  return <InspectView name={words.events.systemTitle} document={document} reading={reading} onRead={again} />;
}
