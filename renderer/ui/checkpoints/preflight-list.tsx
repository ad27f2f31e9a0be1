import type { CheckVerdict, Preflight, PreflightCheck } from '../../../shared/contract/checkpoints.ts';
import { useWords } from '../../i18n/index.ts';
import { openPlan } from '../../state/plans.ts';
import { Button } from '../button.tsx';
import type { ShapeName } from '../shape.tsx';
import { StatusPill, type Tone } from '../status-pill.tsx';
import css from './checkpoints.module.css';

const looks: Record<CheckVerdict, { shape: ShapeName; tone: Tone }> = {
  ok: { shape: 'check', tone: 'ok' },
  warning: { shape: 'triangle', tone: 'warn' },
  problem: { shape: 'cross', tone: 'bad' },
  unknown: { shape: 'dashed', tone: 'idle' },
};
const order: readonly CheckVerdict[] = ['problem', 'warning', 'unknown', 'ok'];

function Check({ check, preflight }: { check: PreflightCheck; preflight: Preflight }) {
  const words = useWords().checkpoints;
  const { name, containerId } = preflight;
  const { meaning, fix } = words.checks[check.key](check.verdict, check.params);
  const { shape, tone } = looks[check.verdict];
  return (
    <li className={css.check}>
      <StatusPill shape={shape} tone={tone}>
        {words.verdicts[check.verdict]}
      </StatusPill>
      <div>
        <p>{meaning}</p>
        {fix !== '' && <p className={css.fix}>{fix}</p>}
        {check.key === 'network' && check.verdict === 'problem' && (
          <Button
            onClick={() =>
              void openPlan({
                ...{ kind: 'containers.replace', name },
                input: { id: containerId, pauseNetwork: true },
              })
            }
          >
            {words.giveNetwork}
          </Button>
        )}
      </div>
    </li>
  );
}

/** What decides whether a checkpoint works: all of it, or what is not fine of one side. */
export function PreflightList({ preflight, side }: { preflight: Preflight; side?: 'create' | 'restore' }) {
  const words = useWords().checkpoints;
  const shown = preflight.checks
    .filter(
      ({ verdict, concerns }) =>
        side === undefined || (verdict !== 'ok' && (concerns === side || concerns === 'both')),
    )
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  if (shown.length === 0) return null;
  return (
    <ul className={css.checks} aria-label={words.allChecks(shown.length)}>
      {shown.map((check) => (
        <Check key={check.key} check={check} preflight={preflight} />
      ))}
    </ul>
  );
}
