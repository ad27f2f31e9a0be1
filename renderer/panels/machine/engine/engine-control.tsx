import { Play, RotateCw, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { EngineExit, ManagedEngine, ManagedState } from '../../../../shared/contract/managed.ts';
import { exitText } from '../../../i18n/engine-exit.ts';
import { timeText, useWords, wordError } from '../../../i18n/index.ts';
import { startEngine, useManaged } from '../../../state/managed.ts';
import { openPlan } from '../../../state/plans.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandLine } from '../../../ui/command-line.tsx';
import { CopyIconButton } from '../../../ui/copy-button.tsx';
import type { ShapeName } from '../../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../../ui/status-pill.tsx';
import css from './engine.module.css';

const looks: Readonly<Record<ManagedState['status'], readonly [ShapeName, Tone]>> = {
  stopped: ['ring', 'idle'],
  starting: ['turn', 'busy'],
  running: ['disc', 'ok'],
  stopping: ['turn', 'busy'],
  crashed: ['triangle', 'warn'],
  failed: ['triangle', 'bad'],
};

/** What an engine is at, with its switches and where its things are. */
export function EngineControl({ engine }: { engine: ManagedEngine }) {
  const words = useWords();
  const { managed } = words;
  const [shape, tone] = looks[engine.state.status];
  const { fields } = managed;
  const places: readonly (readonly [string, string | null])[] = [
    [fields.address, engine.address],
    [fields.process, engine.pid === null ? null : String(engine.pid)],
    [fields.user, engine.user],
    [fields.program, engine.binary],
    [fields.arguments, engine.args.join(' ')],
    [fields.config, engine.configFile],
    [fields.data, engine.dataRoot],
    [fields.log, engine.logFile],
  ];
  return (
    <section className={css.card} aria-labelledby="managed-engine">
      <div className={css.head}>
        <h2 id="managed-engine">{managed.names[engine.id]}</h2>
        <StatusPill shape={shape} tone={tone} turning={shape === 'turn'}>
          {managed.states[engine.state.status]}
        </StatusPill>
        {engine.inUse && <span className={css.tag}>{managed.inUse}</span>}
        <Switches engine={engine} />
      </div>
      <p className={css.text}>{managed.byWhom[engine.id](engine.unit ?? '')}</p>
      {engine.owner === 'elsewhere' && <p className={css.text}>{managed.ownedElsewhere}</p>}
      <StateText state={engine.state} />
      {engine.cannot.start !== null && engine.state.status !== 'running' && (
        <p className={css.text}>{wordError(engine.cannot.start, words).message}</p>
      )}
      {engine.commands !== null && (
        <details className={css.byHand}>
          <summary>{managed.byHand}</summary>
          <p className={css.text}>{managed.byHandText}</p>
          {Object.values(engine.commands).map((command) => (
            <CommandLine key={command} command={command} />
          ))}
        </details>
      )}
      <h3>{managed.places}</h3>
      <dl className={css.facts}>
        {places.map(([term, value]) =>
          value === null || value === '' ? null : (
            <div key={term} className={css.fact}>
              <dt>{term}</dt>
              <dd>
                <code>{value}</code>
                <CopyIconButton text={value} label={words.copyThis(term)} />
              </dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}

function Switches({ engine }: { engine: ManagedEngine }) {
  const words = useWords();
  const { managed } = words;
  const starting = useManaged((state) => state.starting.has(engine.id));
  const { status } = engine.state;
  const why = (error: ManagedEngine['cannot']['start']) =>
    error === null ? null : wordError(error, words).message;
  const moves = status === 'stopping' || status === 'starting' || starting;
  const stops = status === 'running' || status === 'starting' || status === 'crashed';
  return (
    <div className={css.switches}>
      {!stops && (
        <Button
          look="primary"
          disabledReason={moves ? managed.starting : why(engine.cannot.start)}
          onClick={() => void startEngine(engine.id)}
        >
          <Play size={14} />
          {managed.start}
        </Button>
      )}
      {stops && (
        <Button
          disabledReason={why(engine.cannot.stop)}
          onClick={() => void openPlan({ kind: 'managed.stop', engine: engine.id })}
        >
          <Square size={14} />
          {managed.stop}
        </Button>
      )}
      {status === 'running' && (
        <Button
          disabledReason={why(engine.cannot.stop)}
          onClick={() => void openPlan({ kind: 'managed.restart', engine: engine.id })}
        >
          <RotateCw size={14} />
          {managed.restart}
        </Button>
      )}
    </div>
  );
}

function StateText({ state }: { state: ManagedState }): ReactNode {
  const { managed } = useWords();
  switch (state.status) {
    case 'running':
    case 'stopping':
      return null;
    case 'starting':
      return (
        <div role="status">
          {state.slow && (
            <p className={css.text}>
              {managed.slow}{' '}
              {state.until !== null &&
                managed.until(Math.round((Date.parse(state.until) - Date.parse(state.since)) / 1000))}
            </p>
          )}
          {state.line !== '' && (
            <p className={css.text}>
              {managed.said} <bdi className={css.said}>{state.line}</bdi>
            </p>
          )}
        </div>
      );
    case 'stopped':
      return state.exit === null ? null : <Exit exit={state.exit} />;
    case 'crashed':
      return (
        <>
          <Exit exit={state.exit} />
          <Again attempt={state.attempt} nextAt={state.nextAt} />
        </>
      );
    case 'failed':
      return state.exit === null ? <Said text={state.error} /> : <Exit exit={state.exit} />;
  }
}

function Exit({ exit }: { exit: EngineExit }) {
  const words = useWords();
  return (
    <section className={css.exit} aria-label={words.managed.exit.heading}>
      <p>
        {exitText(exit, words)}{' '}
        {exit.at !== null && <time dateTime={exit.at}>{timeText(Date.parse(exit.at))}</time>}
      </p>
      {exit.cause !== 'asked' && exit.lastError !== '' && <Said text={exit.lastError} />}
    </section>
  );
}

/** The engine's own words: a stranger's text. */
function Said({ text }: { text: string }) {
  const words = useWords().managed;
  return text === '' ? null : (
    <p className={css.text}>
      {words.said} <bdi className={css.said}>{text}</bdi>
    </p>
  );
}

function Again({ attempt, nextAt }: { attempt: number; nextAt: string }) {
  const words = useWords().managed;
  const left = () => Math.max(0, Math.ceil((Date.parse(nextAt) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted anew for each attempt
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 500);
    return () => clearInterval(timer);
  }, [nextAt]);
  return <p className={css.text}>{words.again(attempt, seconds)}</p>;
}
