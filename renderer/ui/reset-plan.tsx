import { useId } from 'react';
import type { Plan } from '../../shared/contract/plans.ts';
import type { KeptObject } from '../../shared/contract/reset.ts';
import { useWords } from '../i18n/index.ts';
import css from './reset-plan.module.css';

const shownAtMost = 200;

function why({ why: key, for: by }: KeptObject, words: ReturnType<typeof useWords>['reset']): string {
  return by.length === 0 ? words.keptWhy[key] : `${words.keptWhy[key]}: ${by.slice(0, 6).join(', ')}`;
}

/** What of the ticked kinds a reset leaves where it is, and why. */
export function KeptList({ kept }: { kept: readonly KeptObject[] }) {
  const words = useWords();
  if (kept.length === 0) return null;
  return (
    <details className={css.kept}>
      <summary>{words.reset.keptTitle(kept.length)}</summary>
      <ul>
        {kept.slice(0, shownAtMost).map((one) => (
          <li key={`${one.kind}:${one.id}`}>
            <bdi className={css.name}>{one.name}</bdi>
            <span className={css.sub}>
              {words.plan.kinds[one.kind]} · {why(one, words.reset)}
            </span>
          </li>
        ))}
        {kept.length > shownAtMost && <li>{words.reset.leftMore(kept.length - shownAtMost)}</li>}
      </ul>
    </details>
  );
}

/** Where the word of a plan is typed; nothing is executed before. */
export function ConfirmField({
  plan,
  typed,
  off,
  onType,
}: {
  plan: Plan;
  typed: string;
  off: boolean;
  onType(typed: string): void;
}) {
  const words = useWords().reset;
  const id = useId();
  const { confirm } = plan;
  if (confirm === undefined) return null;
  return (
    <div className={css.confirm}>
      <label htmlFor={id}>{words.type(confirm)}</label>
      <input
        id={id}
        value={typed}
        disabled={off}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-describedby={`${id}-note`}
        onChange={(event) => onType(event.target.value)}
      />
      <span id={`${id}-note`} className={css.sub}>
        {words.typeNote}
      </span>
    </div>
  );
}
