import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Crash } from '../../../shared/contract/crashes.ts';
import { useWords } from '../../i18n/index.ts';
import { dismissCrash, useCrashes } from '../../state/crashes.ts';
import { containerHash } from '../../state/object-links.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CrashDetails } from '../../ui/containers/crash-details.tsx';
import { CrashLinks } from '../../ui/containers/crash-links.tsx';
import { CrashSummary } from '../../ui/containers/crash-summary.tsx';
import css from './overview.module.css';

function Entry({ crash, container }: { crash: Crash; container: Container | undefined }) {
  const words = useWords().crashes;
  const [open, setOpen] = useState(false);
  const { id, name } = crash;
  return (
    <li className={css.crash}>
      <IconButton
        label={words.more(name)}
        aria-expanded={open}
        aria-controls={open ? `crash-${id}` : undefined}
        onClick={() => setOpen(!open)}
      >
        {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
      </IconButton>
      <span className={css.crashWords}>
        <span className={css.sickName}>
          {container === undefined ? (
            <bdi>{name}</bdi>
          ) : (
            <a href={containerHash(crash.containerId, 'overview')}>
              <bdi>{name}</bdi>
            </a>
          )}
        </span>
        <CrashSummary crash={crash} />
      </span>
      <CrashLinks crash={crash} container={container} />
      {open && (
        <div id={`crash-${id}`} className={css.crashMore}>
          <CrashDetails crash={crash} />
        </div>
      )}
    </li>
  );
}

/** Containers that ended with an error, unasked, since Slipway was started. Nothing while there are none. */
export function CrashedLately({ rows }: { rows: ReadonlyMap<string, Container> }) {
  const words = useWords().crashes;
  const crashes = useCrashes((state) => state.crashes);
  if (crashes.length === 0) return null;
  return (
    <section className={css.card} aria-labelledby="crashed">
      <div className={css.cardHead}>
        <h2 id="crashed">{words.lately}</h2>
        {crashes.length > 1 && (
          <Button look="quiet" onClick={() => void dismissCrash()}>
            {words.dismissAll}
          </Button>
        )}
      </div>
      <ul aria-labelledby="crashed">
        {crashes.map((crash) => (
          <Entry key={crash.id} crash={crash} container={rows.get(crash.containerId)} />
        ))}
      </ul>
    </section>
  );
}
