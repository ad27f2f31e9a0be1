import type { Container } from '../../../shared/contract/containers.ts';
import type { Crash } from '../../../shared/contract/crashes.ts';
import { useWords } from '../../i18n/index.ts';
import { actOnOne } from '../../state/container-actions.ts';
import { dismissCrash } from '../../state/crashes.ts';
import { containerHash } from '../../state/object-links.ts';
import { Button } from '../button.tsx';
import { useWhyNot } from './container-actions.tsx';
import css from './crash.module.css';

function StartAgain({ container }: { container: Container }) {
  const words = useWords().crashes;
  const reason = useWhyNot(container)('start');
  return (
    <Button
      label={words.named(words.startAgain, container.name)}
      disabledReason={reason}
      onClick={() => void actOnOne(container, { action: 'start' })}
    >
      {words.startAgain}
    </Button>
  );
}

/** Where to go from a crash: the log, everything the engine says, start it again, forget it. */
export function CrashLinks({ crash, container }: { crash: Crash; container: Container | undefined }) {
  const words = useWords().crashes;
  const { name, containerId, id } = crash;
  return (
    <span className={css.links}>
      {container !== undefined && (
        <>
          <a href={containerHash(containerId, 'logs')} aria-label={words.named(words.logs, name)}>
            {words.logs}
          </a>
          <a href={containerHash(containerId, 'inspect')} aria-label={words.named(words.inspect, name)}>
            {words.inspect}
          </a>
          <StartAgain container={container} />
        </>
      )}
      <Button look="quiet" label={words.named(words.dismiss, name)} onClick={() => void dismissCrash(id)}>
        {words.dismiss}
      </Button>
    </span>
  );
}
