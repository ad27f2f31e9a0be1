import { useEffect, useRef } from 'react';
import type { CertificateInspection } from '../../../../shared/contract/registry-certificates.ts';
import { useWords } from '../../../i18n/index.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import css from './certificates.module.css';
import { CheckList } from './check-list.tsx';
import { FactsList } from './facts-list.tsx';

/** What became of a check: the verdict first, then why, then what is in the files. */
export function InspectionView({ inspection }: { inspection: CertificateInspection }) {
  const all = useWords();
  const words = all.certificates;
  const { registry, canInstall, works, checks, client, chain, authorities, place, steps } = inspection;
  const good = canInstall && works === true;
  const top = useRef<HTMLDivElement>(null);
  // The form above it fills a small window.
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <div ref={top} className={css.result} role="status">
      <div className={css.verdict}>
        {canInstall && works === null ? (
          <StatusPill shape="triangle" tone="warn">
            {words.unsure(registry)}
          </StatusPill>
        ) : (
          <StatusPill shape={good ? 'check' : 'cross'} tone={good ? 'ok' : 'bad'}>
            {good ? words.works(registry) : canInstall ? words.fails(registry) : words.bad}
          </StatusPill>
        )}
      </div>
      <CheckList checks={checks} />
      {client !== null && <FactsList title={words.clientCertificate} facts={client} />}
      {chain.map((facts) => (
        <FactsList key={facts.fingerprint} title={words.chain} facts={facts} />
      ))}
      {authorities.slice(0, 3).map((facts) => (
        <FactsList key={facts.fingerprint} title={words.authority} facts={facts} />
      ))}
      <p className={css.fix}>{words.willGo(`${place.path}/${registry}`)}</p>
      {place.access !== 'write' && (
        <section className={css.facts} aria-label={words.byHand}>
          <div className={css.stepsHead}>
            <h3>{words.byHand}</h3>
            <CopyButton text={steps} label={all.copyThis(words.byHand)} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className={css.steps} tabIndex={0}>
            {steps}
          </pre>
        </section>
      )}
    </div>
  );
}
