import type { ProbedEndpoint } from '../../shared/contract/engine.ts';
import { useWords, wordError } from '../i18n/index.ts';
import { switchEngine, useEndpoints } from '../state/endpoints.ts';
import { Button } from './button.tsx';
import { CommandLine } from './command-line.tsx';
import css from './endpoint-list.module.css';
import { Skeleton } from './skeleton.tsx';
import { StatusPill } from './status-pill.tsx';

function Why({ endpoint, brief }: { endpoint: ProbedEndpoint; brief: boolean }) {
  const words = useWords();
  if (endpoint.probe.status === 'usable') return null;
  const { error } = endpoint.probe;
  const { message, hint } = wordError(error, words);
  const action = error.hint?.action;
  return (
    <div className={css.why}>
      <p>{message}</p>
      {!brief && hint !== undefined && <p className={css.hint}>{hint}</p>}
      {!brief && action?.kind === 'copy' && <CommandLine command={action.text} />}
    </div>
  );
}

function Row({
  endpoint,
  current,
  compact,
}: {
  endpoint: ProbedEndpoint;
  current: boolean;
  compact: boolean;
}) {
  const words = useWords().engine;
  const switchingTo = useEndpoints((state) => state.switchingTo);
  const { probe, source, context } = endpoint;
  return (
    <li className={css.row} aria-label={endpoint.name}>
      <div className={css.name}>
        <span className={css.title}>{endpoint.name}</span>
        <span className={css.source}>
          {context === undefined ? words.sources[source] : words.contextNamed(context)}
          {probe.status === 'usable' &&
            ` · ${words.versionOf(words.kinds[probe.kind], probe.version, probe.apiVersion)}`}
        </span>
      </div>
      {endpoint.name !== endpoint.address && <span className={css.address}>{endpoint.address}</span>}
      <div className={css.side}>
        {probe.status === 'usable' ? (
          <StatusPill shape={current ? 'disc' : 'ring'} tone="ok">
            {current ? words.current : words.usable}
          </StatusPill>
        ) : (
          <StatusPill shape="cross" tone={compact ? 'idle' : 'bad'}>
            {words.notUsable}
          </StatusPill>
        )}
        {probe.status === 'usable' && !current && (
          <Button
            look={compact ? 'plain' : 'primary'}
            label={words.chooseThis(endpoint.name)}
            disabledReason={switchingTo === null ? null : words.looking}
            onClick={() => void switchEngine(endpoint)}
          >
            {words.use}
          </Button>
        )}
      </div>
      <Why endpoint={endpoint} brief={compact} />
    </li>
  );
}

/** Every engine address that was looked at, each with what it is or why it cannot be used; usable ones first. */
export function EndpointList({
  endpoints,
  current,
  labelledBy,
  compact = false,
}: {
  /** null while the first look is under way. */
  endpoints: readonly ProbedEndpoint[] | null;
  current: string | null;
  labelledBy: string;
  /** For a narrow card: no hints, and the usual places where nothing listens folded away. */
  compact?: boolean;
}) {
  const words = useWords();
  if (endpoints === null) {
    return (
      <p className={compact ? css.waiting : undefined} role="status" aria-label={words.engine.looking}>
        <Skeleton width="320px" />
      </p>
    );
  }
  if (endpoints.length === 0) return <p>{words.engine.noneListed}</p>;
  const rank = ({ id, probe }: ProbedEndpoint): number =>
    probe.status === 'usable' ? 0 : id === current ? 1 : 2;
  const sorted = [...endpoints].sort((a, b) => rank(a) - rank(b));
  const idle = compact
    ? sorted.filter((endpoint) => rank(endpoint) === 2 && endpoint.source === 'socket')
    : [];
  const row = (endpoint: ProbedEndpoint) => (
    <Row key={endpoint.id} endpoint={endpoint} current={endpoint.id === current} compact={compact} />
  );
  return (
    <>
      <ul className={`${css.list} ${compact ? css.compact : ''}`} aria-labelledby={labelledBy}>
        {sorted.filter((endpoint) => !idle.includes(endpoint)).map(row)}
      </ul>
      {idle.length > 0 && (
        <details className={css.idle}>
          <summary>{words.engine.otherPlaces(idle.length)}</summary>
          <ul className={`${css.list} ${css.compact}`}>{idle.map(row)}</ul>
        </details>
      )}
    </>
  );
}
