import type { Container, ContainerState as State } from '../../../shared/contract/containers.ts';
import { ailmentOf } from '../../../shared/model/container-text.ts';
import { useWords, type Words } from '../../i18n/index.ts';
import type { ContainerAction } from '../../state/container-rules.ts';
import { useActionOn } from '../../state/in-flight.ts';
import type { ShapeName } from '../shape.tsx';
import { StatusPill, type Tone } from '../status-pill.tsx';

interface Look {
  shape: ShapeName;
  tone: Tone;
}

const looks: Record<State, Look> = {
  running: { shape: 'disc', tone: 'ok' },
  paused: { shape: 'pause', tone: 'warn' },
  restarting: { shape: 'turn', tone: 'warn' },
  removing: { shape: 'minus', tone: 'busy' },
  created: { shape: 'dashed', tone: 'idle' },
  exited: { shape: 'ring', tone: 'idle' },
  dead: { shape: 'cross', tone: 'bad' },
};

/** Shape and tone of a state alone. */
export function stateLook(state: State): Look {
  return looks[state];
}

/** Shape and tone of a container's state and health together. */
function containerLook(container: Container): Look {
  const ailment = ailmentOf(container);
  if (ailment === 'unhealthy') return { shape: 'triangle', tone: 'bad' };
  if (ailment === 'failed' || ailment === 'out-of-memory') return { shape: 'square', tone: 'bad' };
  if (container.state === 'running' && container.health === 'starting') return { shape: 'half', tone: 'ok' };
  return looks[container.state];
}

/** State and health in words, e.g. `Running (healthy)` or `Exited (137)`. */
export function containerStateText(container: Container, words: Words['containers']): string {
  const { state, health, exitCode } = container;
  if (state === 'exited') return exitCode === undefined ? words.states.exited : words.exitedWith(exitCode);
  if (state === 'running' && health !== undefined)
    return words.withHealth(words.states.running, words.healths[health]);
  return words.states[state];
}

const shownDoing = (action: ContainerAction | undefined): boolean =>
  action !== undefined && action !== 'rename' && action !== 'protect' && action !== 'unprotect';

/** A container's state, or what is being done to it right now. */
export function ContainerState({ container }: { container: Container }) {
  const words = useWords().containers;
  const doing = useActionOn(container.id);
  if (doing !== undefined && shownDoing(doing)) {
    return (
      <StatusPill shape="turn" tone="busy" turning>
        {words.doing[doing]}
      </StatusPill>
    );
  }
  const { shape, tone } = containerLook(container);
  return (
    <StatusPill shape={shape} tone={tone}>
      {containerStateText(container, words)}
    </StatusPill>
  );
}
