import { Play, RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { useWords } from '../i18n/index.ts';
import { engineName, useConnection } from '../state/connection.ts';
import { lookForEngines, useEndpoints } from '../state/endpoints.ts';
import { reconnect, useLink } from '../state/link.ts';
import { startEngine, useManaged } from '../state/managed.ts';
import { routeHash } from '../state/route.ts';
import { Button } from '../ui/button.tsx';
import { EndpointList } from '../ui/endpoint-list.tsx';
import { ErrorCard } from '../ui/error-card.tsx';
import { Page } from '../ui/page.tsx';
import css from './no-engine-page.module.css';

const lookAgainMs = 5_000;

/** Stands in for a page while there is no engine, or no Slipway, to fill it. */
export function NoEnginePage({ title }: { title: string }) {
  const link = useLink((state) => state.link);
  return (
    <Page title={title} scrolling>
      {link.status === 'closed' ? <LinkLost error={link.error} retrying={link.retrying} /> : <NoEngine />}
    </Page>
  );
}

function LinkLost({
  error,
  retrying,
}: {
  error: Parameters<typeof ErrorCard>[0]['error'];
  retrying: boolean;
}) {
  const words = useWords().engine;
  return (
    <div className={css.lead}>
      <ErrorCard title={retrying ? words.linkLost : words.linkClosed} error={error} onRetry={reconnect} />
    </div>
  );
}

function NoEngine() {
  const words = useWords();
  const engine = useConnection((state) => state.engine);
  const { list, looking, error } = useEndpoints();
  const link = useLink((state) => state.link.status);

  useEffect(() => {
    if (link !== 'open') return;
    void lookForEngines();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void lookForEngines({ quiet: true });
    }, lookAgainMs);
    return () => clearInterval(timer);
  }, [link]);

  const preferred = useManaged(({ status }) => status?.preferred ?? null);
  const starts = useManaged(({ starting }) => starting.size > 0);
  const current = engine?.endpoint?.id ?? null;
  const otherUsable = list?.some(({ id, probe }) => id !== current && probe.status === 'usable') ?? false;
  const listed = list?.some(({ id }) => id === current) ?? false;
  const name = engineName(engine);
  const failure = engine !== null && 'error' in engine ? engine.error : null;
  return (
    <>
      <div className={css.lead}>
        <div>
          <h2 className={css.heading}>
            {otherUsable && name !== null ? words.engine.thisUnusable(name) : words.engine.noneUsable}
          </h2>
          <p className={css.text}>{otherUsable ? words.engine.otherUsable : words.engine.noneUsableHint}</p>
          {!otherUsable && (
            <p className={css.text}>
              <a className={css.link} href={routeHash('machine', 'doctor')}>
                {words.engine.toDoctor}
              </a>
            </p>
          )}
        </div>
        {preferred !== null && !otherUsable && (
          <Button
            look="primary"
            disabledReason={starts ? words.managed.starting : null}
            onClick={() => void startEngine(preferred)}
          >
            <Play size={14} />
            {words.managed.startEngine}
          </Button>
        )}
        {failure !== null && name !== null && !listed && (
          <ErrorCard title={words.engine.thisUnusable(name)} error={failure} />
        )}
      </div>
      <div className={css.bar}>
        <h2 id="looked-for">{words.engine.lookedFor}</h2>
        <Button disabledReason={looking ? words.engine.looking : null} onClick={() => void lookForEngines()}>
          <RefreshCw size={14} />
          {looking ? words.engine.looking : words.engine.lookAgain}
        </Button>
      </div>
      {error !== null && <ErrorCard title={words.engine.lookedFor} error={error} />}
      <EndpointList endpoints={list} current={current} labelledBy="looked-for" />
    </>
  );
}
