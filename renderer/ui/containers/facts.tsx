import type { ReactNode } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { parseTime } from '../../../shared/model/durations.ts';
import { shortId } from '../../../shared/model/names.ts';
import { timeText, useWords } from '../../i18n/index.ts';
import { Age } from '../age.tsx';
import { CopyIconButton } from '../copy-button.tsx';
import css from './facts.module.css';
import { PortLinks } from './port-links.tsx';

type Heading = 'h2' | 'h3';

function Section({ title, as: Title, children }: { title: string; as: Heading; children: ReactNode }) {
  return (
    <section className={css.section}>
      <Title>{title}</Title>
      {children}
    </section>
  );
}

function Copyable({ text, shown, what }: { text: string; shown?: string; what: string }) {
  const words = useWords();
  return (
    <span className={css.copyable}>
      <span className={css.mono}>{shown ?? text}</span>
      <CopyIconButton text={text} label={words.copyThis(what)} />
    </span>
  );
}

function Time({ iso }: { iso: string | undefined }) {
  const words = useWords();
  const ms = parseTime(iso);
  if (ms === null) return <>–</>;
  return (
    <>
      {timeText(ms)}
      <span className={css.note}>
        <Age sinceMs={ms} sentence={words.agoText} />
      </span>
    </>
  );
}

/** What a list knows of a container, in sections; `heading` is the level below the heading they stand under. */
export function Facts({ container, heading }: { container: Container; heading: Heading }) {
  const words = useWords();
  const { fields, sections, columns, ailments } = words.containers;
  const { ports, mounts, networks } = container;
  const labels = Object.entries(container.labels);
  return (
    <div className={css.body}>
      <Section as={heading} title={sections.general}>
        <dl className={css.facts}>
          <dt>{columns.image}</dt>
          <dd>
            <Copyable text={container.image} what={columns.image} />
          </dd>
          <dt>{fields.id}</dt>
          <dd>
            <Copyable text={container.id} shown={shortId(container.id)} what={fields.id} />
          </dd>
          <dt>{fields.imageId}</dt>
          <dd>
            <Copyable text={container.imageId} shown={shortId(container.imageId)} what={fields.imageId} />
          </dd>
          <dt>{fields.command}</dt>
          <dd>
            <Copyable text={container.command} what={fields.command} />
          </dd>
          {container.project !== undefined && (
            <>
              <dt>{words.containers.project}</dt>
              <dd>{container.project}</dd>
            </>
          )}
          {container.oomKilled === true && (
            <>
              <dt>{columns.state}</dt>
              <dd>{ailments['out-of-memory']}</dd>
            </>
          )}
        </dl>
      </Section>
      <Section as={heading} title={sections.times}>
        <dl className={css.facts}>
          <dt>{columns.created}</dt>
          <dd>
            <Time iso={container.createdAt} />
          </dd>
          <dt>{fields.started}</dt>
          <dd>
            <Time iso={container.startedAt} />
          </dd>
          {container.state !== 'running' && container.state !== 'paused' && (
            <>
              <dt>{fields.finished}</dt>
              <dd>
                <Time iso={container.finishedAt} />
              </dd>
            </>
          )}
          {container.restartCount !== undefined && container.restartCount > 0 && (
            <>
              <dt>{fields.restarts}</dt>
              <dd>{container.restartCount}</dd>
            </>
          )}
        </dl>
      </Section>
      <Section as={heading} title={sections.ports}>
        {ports.length === 0 ? (
          <span className={css.note}>{words.none}</span>
        ) : (
          <PortLinks container={container} tabbable />
        )}
      </Section>
      <Section as={heading} title={sections.mounts}>
        {mounts.length === 0 && <span className={css.note}>{words.none}</span>}
        <ul className={css.items}>
          {mounts.map((mount) => (
            <li key={mount.destination} className={css.item}>
              <span className={css.mono}>{mount.destination}</span>
              <span className={css.note}>
                {mount.type} · {mount.name ?? mount.source} ·{' '}
                {mount.readOnly ? fields.readOnly : fields.readWrite}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section as={heading} title={sections.networks}>
        {networks.length === 0 && <span className={css.note}>{words.none}</span>}
        <ul className={css.items}>
          {networks.map(({ name, ipAddress }) => (
            <li key={name} className={css.item}>
              {name}
              {ipAddress !== undefined && ipAddress !== '' && <span className={css.note}>{ipAddress}</span>}
            </li>
          ))}
        </ul>
      </Section>
      <Section as={heading} title={sections.labels}>
        {labels.length === 0 && <span className={css.note}>{words.none}</span>}
        <dl className={css.labels}>
          {labels.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value === '' ? '""' : value}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  );
}
