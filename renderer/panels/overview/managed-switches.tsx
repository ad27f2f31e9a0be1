import { useWords } from '../../i18n/index.ts';
import { useManaged } from '../../state/managed.ts';
import { openPlan } from '../../state/plans.ts';
import { routeHash } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import css from './overview.module.css';

/** Switches of the engine in use, where somebody on this machine looks after it. */
export function ManagedSwitches() {
  const words = useWords().managed;
  const engine = useManaged(({ status }) => status?.engines.find(({ inUse }) => inUse));
  if (engine === undefined || engine.cannot.stop !== null) return null;
  return (
    <span className={css.switches}>
      <Button look="quiet" onClick={() => void openPlan({ kind: 'managed.restart', engine: engine.id })}>
        {words.restart}
      </Button>
      <Button look="quiet" onClick={() => void openPlan({ kind: 'managed.stop', engine: engine.id })}>
        {words.stop}
      </Button>
      <a href={routeHash('machine', 'engine')}>{words.more}</a>
    </span>
  );
}
