import { useWords } from '../i18n/index.ts';
import { useConnection } from '../state/connection.ts';
import { useLink } from '../state/link.ts';
import { StatusPill } from '../ui/status-pill.tsx';
import { connectionLook } from './connection-look.ts';
import { OperationsButton } from './operations/drawer-button.tsx';
import css from './status-bar.module.css';

/** The foot of the window: always says how things stand with the engine. */
export function StatusBar() {
  const words = useWords().engine;
  const link = useLink((state) => state.link);
  const engine = useConnection((state) => state.engine);
  const look = connectionLook(link, engine, words);
  const attempt = engine !== null && 'attempt' in engine ? engine.attempt : 0;
  return (
    <footer className={css.bar}>
      <div role="status" aria-label={words.region} className={css.status}>
        <StatusPill shape={look.shape} tone={look.tone} turning={look.turning}>
          {look.text}
        </StatusPill>
      </div>
      {/* Outside of the live region: each attempt would be read out. */}
      {attempt > 1 && <span className={css.aside}>{words.attempt(attempt)}</span>}
      {engine !== null && engine.skippedEvents > 0 && (
        <span className={css.aside}>{words.skipped(engine.skippedEvents)}</span>
      )}
      {engine?.endpoint != null && (
        <span className={`${css.aside} ${css.far}`} data-tip={engine.endpoint.address}>
          {engine.endpoint.address}
        </span>
      )}
      {engine?.status === 'ready' && <span className={css.aside}>{words.api(engine.engine.apiVersion)}</span>}
      <span className={engine?.endpoint == null ? css.far : undefined}>
        <OperationsButton />
      </span>
    </footer>
  );
}
