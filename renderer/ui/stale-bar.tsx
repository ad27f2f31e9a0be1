import type { ApiError } from '../../shared/contract/errors.ts';
import { parseTime } from '../../shared/model/durations.ts';
import { clockText, useWords, wordError } from '../i18n/index.ts';
import { type Standing, useConnection } from '../state/connection.ts';
import { reconnect, useLink } from '../state/link.ts';
import { Button } from './button.tsx';
import { Shape } from './shape.tsx';
import css from './stale-bar.module.css';

/** Says since when rows may no longer be the truth, and why; nothing while they are fresh. */
export function StaleBar({
  standing,
  error,
  rounded = false,
}: {
  standing: Standing;
  error: ApiError | null;
  /** Among cards rather than from edge to edge. */
  rounded?: boolean;
}) {
  const words = useWords();
  const link = useLink();
  const engine = useConnection((state) => state.engine);
  const className = `${css.bar} ${rounded ? css.rounded : ''}`;
  if (standing === 'stale') {
    const down = link.link.status === 'closed' ? link.link : null;
    const since = down === null ? (parseTime(engine?.since) ?? link.since) : link.since;
    const failure = down !== null ? down.error : engine !== null && 'error' in engine ? engine.error : null;
    return (
      <div className={className} role="note">
        <Shape name="turn" />
        <span className={css.since}>{words.engine.staleSince(clockText(since))}</span>
        <span>{down === null ? words.engine.staleRows : words.engine.staleLink}</span>
        {failure !== null && <span>{wordError(failure, words).message}</span>}
        {down?.retrying === false && <Button onClick={reconnect}>{words.tryAgain}</Button>}
      </div>
    );
  }
  if (standing === 'ready' && error !== null) {
    return (
      <div className={className} role="note">
        <Shape name="triangle" />
        <span className={css.since}>{words.engine.staleRead}</span>
        <span>{wordError(error, words).message}</span>
      </div>
    );
  }
  return null;
}
