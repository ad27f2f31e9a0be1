import type { SettingsProblem } from '../../../../shared/model/daemon/problems.ts';
import { useWords } from '../../../i18n/index.ts';
import { Shape } from '../../../ui/shape.tsx';
import css from './settings.module.css';

/** Whether a setting is taken over live. */
export function Badge({ effect }: { effect: 'live' | 'restart' }) {
  const words = useWords().engineSettings;
  return (
    <span
      className={css.badge}
      data-effect={effect}
      data-tip={effect === 'live' ? words.liveTip : words.restartTip}
    >
      {words[effect]}
    </span>
  );
}

/** One thing that is wrong, in the language of the page. */
export function ProblemLine({ problem }: { problem: SettingsProblem }) {
  const words = useWords().engineSettings;
  const { level, kind, params } = problem;
  return (
    <p className={css.problem} data-level={level}>
      <Shape name="triangle" />
      <span>{words.problems[kind](params)}</span>
    </p>
  );
}
