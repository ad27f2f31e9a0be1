import { Eraser } from 'lucide-react';
import { useRef } from 'react';
import type { ResetInventory, ResetTick } from '../../../shared/contract/reset.ts';
import { bytesText, useWords } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { planReset, tick, tickThese, useChosen, useInventory } from '../../state/reset.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Tick } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { ExportSection } from './export/export-section.tsx';
import { ImportSection } from './export/import-section.tsx';
import { KeepList } from './keep-list.tsx';
import css from './reset.module.css';
import { Stays } from './stays.tsx';

function Ticks({ inventory }: { inventory: ResetInventory }) {
  const words = useWords().reset;
  const ticks = useChosen((state) => state.ticks);
  const offered = inventory.counts.filter(({ notOffered }) => notOffered === null);
  return (
    <section className={css.card} aria-labelledby="reset-what">
      <div className={css.heading}>
        <h2 id="reset-what">{words.what}</h2>
        <span className={css.actions}>
          <Button look="quiet" onClick={() => tickThese(offered.map((one) => one.tick))}>
            {words.all}
          </Button>
          <Button look="quiet" onClick={() => tickThese([])}>
            {words.none}
          </Button>
        </span>
      </div>
      <ul className={css.ticks}>
        {inventory.counts.map(({ tick: one, total, bytes, notOffered }) => (
          <li key={one}>
            <Tick
              checked={ticks.has(one) && notOffered === null}
              disabled={notOffered !== null}
              note={notOffered === null ? words.notes[one] : words.notOffered[notOffered]}
              onChange={(on) => tick(one, on)}
            >
              {words.ticks[one]}
            </Tick>
            {notOffered === null && (
              <span className={css.count}>
                {words.count(total)}
                <span className={css.bytes}>{sizeOf(one, bytes, words.unmeasured)}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      {(inventory.checkpoints ?? 0) > 0 && ticks.has('containers') && (
        <p className={css.note}>{words.checkpoints(inventory.checkpoints ?? 0)}</p>
      )}
    </section>
  );
}

/** Networks, plugins and what a swarm holds take no room of their own. */
function sizeOf(one: ResetTick, bytes: number | null, unmeasured: string): string {
  if (one === 'networks' || one === 'swarm' || one === 'plugins') return '';
  return bytes === null ? unmeasured : bytesText(bytes);
}

function SwarmCard({ swarm }: { swarm: NonNullable<ResetInventory['swarm']> }) {
  const words = useWords().reset;
  const { role, nodes, managers, services, stacks, secrets, configs, networks, lastManager } = swarm;
  const seen = services !== null && stacks !== null && secrets !== null && configs !== null;
  return (
    <section className={css.card} aria-labelledby="reset-swarm">
      <h2 id="reset-swarm">{words.swarmTitle}</h2>
      <p>
        {words.swarmRole[role]}
        {nodes !== null && managers !== null && ` · ${words.swarmNodes(nodes, managers)}`}
      </p>
      <p className={css.note}>
        {seen ? words.swarmHolds(services, stacks, secrets, configs, networks ?? 0) : words.swarmHidden}
      </p>
      {seen && <p className={css.note}>{lastManager ? words.swarmLast : words.swarmGoesOn}</p>}
    </section>
  );
}

function Shown({ inventory, ready }: { inventory: ResetInventory; ready: boolean }) {
  const all = useWords();
  const words = all.reset;
  const ticks = useChosen((state) => state.ticks);
  const exporting = useRef<HTMLDivElement>(null);
  const counts = inventory.counts.filter(
    ({ tick: one, notOffered }) => ticks.has(one) && notOffered === null,
  );
  const empty = inventory.counts.every(({ total }) => total === 0);
  const reason = !ready
    ? all.engine.notReady
    : counts.some(({ total }) => total > 0)
      ? null
      : words.tickFirst;
  if (empty)
    return (
      <>
        <EmptyState picture={<Eraser size={26} />} title={words.nothingTitle} text={words.nothingText} />
        <ImportSection />
        <Stays places={inventory.stays} />
      </>
    );
  return (
    <>
      <p className={css.intro}>{words.intro(inventory.engineName)}</p>
      <div className={css.columns}>
        <div className={css.column}>
          <Ticks inventory={inventory} />
          {inventory.swarm !== null && ticks.has('swarm') && <SwarmCard swarm={inventory.swarm} />}
          <KeepList objects={inventory.objects} />
          <div className={css.bar}>
            <Button onClick={() => exporting.current?.focus()}>{words.exportFirst}</Button>
            <Button look="danger" disabledReason={reason} onClick={() => planReset(inventory)}>
              {words.make}
            </Button>
          </div>
        </div>
        <div className={css.column}>
          <div ref={exporting} tabIndex={-1} className={css.target}>
            <ExportSection />
          </div>
          <Stays places={inventory.stays} />
          <ImportSection />
        </div>
      </div>
    </>
  );
}

/** What a reset of the data could remove, what stays, and the way to its plan: `#/reset`. */
export function ResetPage() {
  const words = useWords();
  const standing = useStanding();
  const { inventory, error, read } = useInventory();
  return (
    <Page title={words.pages.reset} scrolling busy={inventory === null && error === null}>
      <StaleBar standing={standing} error={inventory === null ? null : error} />
      {inventory === null && error !== null && (
        <ErrorCard title={words.reset.readFailed} error={error} onRetry={read} />
      )}
      {inventory !== null && (
        <div className={css.page}>
          <Shown inventory={inventory} ready={standing === 'ready'} />
        </div>
      )}
    </Page>
  );
}
