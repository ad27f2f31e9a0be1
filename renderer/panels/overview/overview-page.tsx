import { RefreshCw } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { Container, ContainerState as State } from '../../../shared/contract/containers.ts';
import { type Ailment, ailmentOf } from '../../../shared/model/container-text.ts';
import { useWords } from '../../i18n/index.ts';
import { useConnection } from '../../state/connection.ts';
import { countStates } from '../../state/container-rules.ts';
import { lookForEngines, useEndpoints } from '../../state/endpoints.ts';
import { useLink } from '../../state/link.ts';
import { useTable } from '../../state/resources.ts';
import { IconButton } from '../../ui/button.tsx';
import { useContainerMenu } from '../../ui/containers/use-container-menu.tsx';
import { EndpointList } from '../../ui/endpoint-list.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { Attention } from './attention.tsx';
import { CrashedLately } from './crashed-lately.tsx';
import { EngineCard } from './engine-card.tsx';
import { ExpiringCertificates } from './expiring-certificates.tsx';
import css from './overview.module.css';
import { RegistryLogins } from './registry-logins.tsx';
import { StateBars } from './state-bars.tsx';
import { Tiles } from './tiles.tsx';

const severity: Record<Ailment, number> = {
  unhealthy: 0,
  restarting: 1,
  dead: 2,
  'out-of-memory': 3,
  failed: 4,
};

/** What is wrong now before what has ended, the latest first. */
function bySeverity(a: Container, b: Container): number {
  const [left, right] = [ailmentOf(a), ailmentOf(b)];
  if (left === null || right === null) return 0;
  return severity[left] - severity[right] || (b.finishedAt ?? '').localeCompare(a.finishedAt ?? '');
}

function Engines() {
  const words = useWords().engine;
  const { overview } = useWords();
  const { list, looking } = useEndpoints();
  const current = useConnection((state) => state.engine?.endpoint?.id ?? null);
  const link = useLink((state) => state.link.status);
  useEffect(() => {
    if (link === 'open') void lookForEngines();
  }, [link]);
  return (
    <section className={css.card} aria-labelledby="engines">
      <div className={css.cardHead}>
        <h2 id="engines">{overview.enginesFound}</h2>
        <IconButton
          label={words.lookAgain}
          disabledReason={looking ? words.looking : null}
          onClick={() => void lookForEngines()}
        >
          <RefreshCw size={14} />
        </IconButton>
      </div>
      <div className={css.engines}>
        <EndpointList endpoints={list} current={current} labelledBy="engines" compact />
      </div>
    </section>
  );
}

/** The first page: how things stand with the engine and its containers. */
export function OverviewPage() {
  const words = useWords();
  const { rows, phase, standing, error } = useTable('container');
  const { openMenuUnder, menu } = useContainerMenu();
  const counts = useMemo(() => (phase === 'shown' ? countStates(rows.values()) : null), [rows, phase]);
  const states = useMemo(() => {
    const found = new Map<State, number>();
    for (const { state } of rows.values()) found.set(state, (found.get(state) ?? 0) + 1);
    return found;
  }, [rows]);
  const sick = useMemo(
    () =>
      phase === 'shown' ? [...rows.values()].filter((row) => ailmentOf(row) !== null).sort(bySeverity) : null,
    [rows, phase],
  );
  return (
    <Page title={words.pages.overview} scrolling>
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} rounded />
      {phase === 'failed' && error !== null && (
        <ErrorCard title={words.containers.notListedTitle} error={error} />
      )}
      <div className={css.grid}>
        <Tiles counts={counts} />
        <div className={css.column}>
          <CrashedLately rows={rows} />
          <ExpiringCertificates />
          <RegistryLogins />
          <Attention sick={sick} onMore={openMenuUnder} />
          <StateBars states={states} total={phase === 'shown' ? rows.size : null} />
        </div>
        <div className={css.column}>
          <EngineCard />
          <Engines />
        </div>
      </div>
      {menu}
    </Page>
  );
}
