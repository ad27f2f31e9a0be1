import { useState } from 'react';
import type { ManagedId } from '../../../../shared/contract/managed.ts';
import { useWords } from '../../../i18n/index.ts';
import { useManaged } from '../../../state/managed.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './engine.module.css';
import { EngineControl } from './engine-control.tsx';
import { EngineLog } from './engine-log.tsx';
import { EngineStarting } from './engine-starting.tsx';

/** The engines of this machine, who looks after them, and what they say: `#/machine/engine`. */
export function EngineTab() {
  const words = useWords().managed;
  const status = useManaged((state) => state.status);
  const [chosen, setChosen] = useState<ManagedId | null>(null);
  if (status === null)
    return (
      <div className={css.tab} aria-busy="true">
        <Skeleton width="320px" />
      </div>
    );
  const { engines, preferred } = status;
  const engine =
    engines.find(({ id }) => id === chosen) ??
    engines.find(({ inUse }) => inUse) ??
    engines.find(({ id }) => id === preferred) ??
    engines[0];
  if (engine === undefined)
    return <EmptyState picture={<Shape name="ring" />} title={words.noEngines} text={words.noEnginesText} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={css.tab} tabIndex={0}>
      {engines.length > 1 && (
        <Segmented
          label={words.which}
          value={engine.id}
          options={engines.map(({ id }) => ({ value: id, label: words.names[id] }))}
          onChange={(id) => setChosen(engines.find((one) => one.id === id)?.id ?? null)}
        />
      )}
      <div className={css.columns}>
        <EngineControl engine={engine} />
        <EngineStarting engine={engine} />
      </div>
      {engine.id !== 'process' && <EngineLog key={engine.id} id={engine.id} />}
    </div>
  );
}
