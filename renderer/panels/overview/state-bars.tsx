import type { ContainerState } from '../../../shared/contract/containers.ts';
import { useWords } from '../../i18n/index.ts';
import type { StateFilter } from '../../state/container-rules.ts';
import { routeHash } from '../../state/route.ts';
import { stateLook } from '../../ui/containers/container-state.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import css from './overview.module.css';
import { Waiting } from './waiting.tsx';

/** In the order of the list; each state with the filter that shows it. */
const order: readonly (readonly [ContainerState, StateFilter])[] = [
  ['running', 'running'],
  ['restarting', 'attention'],
  ['paused', 'paused'],
  ['removing', 'stopped'],
  ['created', 'stopped'],
  ['exited', 'stopped'],
  ['dead', 'attention'],
];

/** How many containers there are in each state, each a link to them. */
export function StateBars({
  states,
  total,
}: {
  states: ReadonlyMap<ContainerState, number>;
  total: number | null;
}) {
  const words = useWords();
  return (
    <section className={css.card} aria-labelledby="by-state">
      <div className={css.cardHead}>
        <h2 id="by-state">{words.overview.byState}</h2>
      </div>
      {total === null && <Waiting />}
      {total === 0 && <p className={css.nothing}>{words.overview.noContainers}</p>}
      <ul className={css.bars}>
        {order.map(([state, filter]) => {
          const count = states.get(state) ?? 0;
          if (count === 0) return null;
          const { shape, tone } = stateLook(state);
          return (
            <li key={state}>
              <a className={css.bar} href={routeHash('containers', null, { state: filter })}>
                <StatusPill shape={shape} tone={tone}>
                  {words.containers.states[state]}
                </StatusPill>
                <span className={`${css.track} ${css[tone]}`} aria-hidden="true">
                  <span
                    className={css.fill}
                    style={{ width: `${(100 * count) / Math.max(total ?? 0, 1)}%` }}
                  />
                </span>
                <span className={css.number}>{count}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
