import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ImageDetails, ImagePlatform } from '../../../../shared/contract/images.ts';
import { parseTime } from '../../../../shared/model/durations.ts';
import { shortId } from '../../../../shared/model/names.ts';
import { maskSecret } from '../../../../shared/model/secrets.ts';
import { bytesText, timeText, useWords } from '../../../i18n/index.ts';
import { type ImageRow, useImageDetails } from '../../../state/images.ts';
import { imageHash } from '../../../state/object-links.ts';
import { Age } from '../../../ui/age.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { CopyIconButton } from '../../../ui/copy-button.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import css from './details.module.css';

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <div className={css.sectionHead}>
        <h2>{title}</h2>
        {aside}
      </div>
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

function Time({ iso, none }: { iso: string; none: string }) {
  const words = useWords();
  const ms = parseTime(iso);
  if (ms === null) return <span className={css.faint}>{none}</span>;
  return (
    <>
      {timeText(ms)} <span className={css.note}>{<Age sinceMs={ms} sentence={words.agoText} />}</span>
    </>
  );
}

/** A fact that is left out where there is none. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === '' || children === null || children === false) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** An argument list as it would be typed. */
const asLine = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');

/** Names and values; what looks secret is masked until somebody wants to see it. */
function Pairs({ title, pairs }: { title: string; pairs: readonly (readonly [string, string])[] }) {
  const all = useWords();
  const words = all.images;
  const [open, setOpen] = useState(false);
  const masked = pairs.map(([name, value]) => [name, maskSecret(value, name)] as const);
  const secret = masked.some(([, mask]) => mask !== null);
  return (
    <Section
      title={title}
      aside={
        secret && (
          <IconButton label={open ? words.hide : words.reveal} onClick={() => setOpen(!open)}>
            {open ? <EyeOff size={14} /> : <Eye size={14} />}
          </IconButton>
        )
      }
    >
      {pairs.length === 0 && <span className={css.note}>{all.none}</span>}
      <dl className={css.pairs}>
        {pairs.map(([name, value], at) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{(open ? null : masked[at]?.[1]) ?? (value === '' ? '""' : value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Platform({ one }: { one: ImagePlatform }) {
  const all = useWords();
  const words = all.images;
  return (
    <li className={css.platform}>
      <span className={css.mono}>
        {one.kind === 'attestation' ? words.attestation : one.platform || all.unknown}
      </span>
      <StatusPill shape={one.available ? 'check' : 'dashed'} tone={one.available ? 'ok' : 'idle'}>
        {one.available ? words.platformHere : words.platformAway}
      </StatusPill>
      <span className={css.note}>{one.sizeBytes === null ? '' : bytesText(one.sizeBytes)}</span>
      <span className={css.note}>{one.digest === null ? '' : shortId(one.digest)}</span>
    </li>
  );
}

const split = (line: string): [string, string] => {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
};

function Start({ details }: { details: ImageDetails }) {
  const words = useWords().images;
  const { fields } = words;
  const { settings } = details;
  return (
    <Section title={words.sections.start}>
      <dl className={css.facts}>
        <Fact name={fields.entrypoint}>
          {settings.entrypoint.length > 0 && (
            <Copyable text={asLine(settings.entrypoint)} what={fields.entrypoint} />
          )}
        </Fact>
        <Fact name={fields.command}>
          {settings.command.length > 0 && <Copyable text={asLine(settings.command)} what={fields.command} />}
        </Fact>
        <Fact name={fields.user}>{settings.user || words.root}</Fact>
        <Fact name={fields.workdir}>{settings.workdir || '/'}</Fact>
        <Fact name={fields.ports}>{settings.ports.join(', ')}</Fact>
        <Fact name={fields.volumes}>{settings.volumes.join(', ')}</Fact>
        <Fact name={fields.stopSignal}>{settings.stopSignal}</Fact>
        <Fact name={fields.health}>{asLine(settings.healthTest)}</Fact>
        <Fact name={fields.shell}>{asLine(settings.shell)}</Fact>
        <Fact name={fields.onBuild}>{settings.onBuild.join('\n')}</Fact>
      </dl>
    </Section>
  );
}

function General({ details, image }: { details: ImageDetails; image: ImageRow }) {
  const all = useWords();
  const words = all.images;
  const { fields } = words;
  return (
    <Section title={words.sections.general}>
      <dl className={css.facts}>
        <dt>{fields.id}</dt>
        <dd>
          <Copyable text={details.id} shown={shortId(details.id)} what={fields.id} />
        </dd>
        <Fact name={fields.created}>
          <Time iso={details.createdAt} none={fields.createdUnknown} />
        </Fact>
        {details.taggedAt !== null && (
          <Fact name={fields.tagged}>
            <Time iso={details.taggedAt} none={fields.createdUnknown} />
          </Fact>
        )}
        <Fact name={fields.size}>{bytesText(details.sizeBytes)}</Fact>
        <Fact name={fields.unique}>{image.uniqueBytes === null ? null : bytesText(image.uniqueBytes)}</Fact>
        <Fact name={fields.shared}>{image.sharedBytes === null ? null : bytesText(image.sharedBytes)}</Fact>
        <Fact name={fields.layers}>{String(details.layers.length)}</Fact>
        <Fact name={fields.author}>{details.author}</Fact>
        <Fact name={fields.comment}>{details.comment}</Fact>
        <Fact name={fields.builtBy}>{details.builtBy}</Fact>
        <Fact name={fields.driver}>{details.storageDriver}</Fact>
        <Fact name={fields.protection}>{image.protected ? words.protectedMark : null}</Fact>
      </dl>
    </Section>
  );
}

/** What the image is, what containers of it start with, and what it was built from. */
export function OverviewTab({ image }: { image: ImageRow }) {
  const all = useWords();
  const words = all.images;
  const stamp = [...image.tags, ...image.usedBy.map(({ id }) => id), image.protected].join();
  const { value: details, error, read } = useImageDetails(image.id, stamp);
  if (details === null)
    return error === null ? (
      <div className={css.pad} role="status" aria-label={all.loading}>
        <Skeleton width="60%" />
        <Skeleton width="44%" />
      </div>
    ) : (
      <div className={css.pad}>
        <ErrorCard title={words.notRead} error={error} onRetry={read} />
      </div>
    );
  const { settings, parentId, children } = details;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroller} tabIndex={0} aria-label={words.tab.overview}>
      <div className={css.sheet}>
        <General details={details} image={image} />
        <Section title={words.sections.names}>
          {details.tags.length + details.digests.length === 0 && (
            <span className={css.note}>{words.danglingTip}</span>
          )}
          <ul className={css.items}>
            {[...details.tags, ...details.digests].map((name) => (
              <li key={name}>
                <Copyable text={name} what={name} />
              </li>
            ))}
          </ul>
        </Section>
        <Start details={details} />
        <Section title={words.sections.platforms}>
          <ul className={css.items}>
            {details.platforms.map((one) => (
              <Platform key={`${one.platform} ${one.digest}`} one={one} />
            ))}
          </ul>
          {!details.multiPlatform && <span className={css.note}>{words.onePlatform}</span>}
        </Section>
        {(parentId !== '' || children.length > 0) && (
          <Section title={words.sections.build}>
            <dl className={css.facts}>
              {parentId !== '' && (
                <Fact name={words.fields.parent}>
                  <a className={css.link} href={imageHash(parentId)}>
                    {shortId(parentId)}
                  </a>
                </Fact>
              )}
              {children.length > 0 && (
                <Fact name={words.fields.children}>
                  <ul className={css.items}>
                    {children.map(({ id, name }) => (
                      <li key={id}>
                        <a className={css.link} href={imageHash(id)}>
                          {name}
                        </a>
                      </li>
                    ))}
                  </ul>
                </Fact>
              )}
            </dl>
          </Section>
        )}
        <Pairs title={words.sections.env} pairs={settings.env.map(split)} />
        <Pairs title={words.sections.labels} pairs={Object.entries(settings.labels)} />
      </div>
    </section>
  );
}
