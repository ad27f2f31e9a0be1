import type { ReactNode } from 'react';
import type { DiskDetails } from '../../../../shared/contract/disk-usage.ts';
import { freeable, type Share } from '../../../../shared/model/disk-free.ts';
import { bytesText, useWords } from '../../../i18n/index.ts';
import { routeHash } from '../../../state/route.ts';
import { Shape, type ShapeName } from '../../../ui/shape.tsx';
import css from './usage.module.css';

interface Line {
  share: Share;
  text(count: number): string;
  href: string;
  /** Of images only what no other has is counted: it may be more. */
  least?: boolean;
}

function Card({
  title,
  shape,
  tone,
  total,
  note,
  lines,
  children,
}: {
  title: string;
  shape: ShapeName;
  tone: string | undefined;
  total: Share;
  note: string;
  lines: readonly Line[];
  children?: ReactNode;
}) {
  const words = useWords().disk;
  const some = lines.filter(({ share }) => share.count > 0);
  return (
    <section className={css.card} aria-label={title}>
      <h2 className={css.cardTitle}>
        <Shape name={shape} className={tone} />
        {title}
      </h2>
      <p className={css.figure}>
        {total.count === 0 ? words.nothing : total.bytes === null ? '–' : bytesText(total.bytes)}
      </p>
      <ul className={css.lines}>
        {some.map(({ share, text, href, least }) => {
          const size = share.bytes === null ? '–' : bytesText(share.bytes);
          return (
            <li key={href + text(share.count)}>
              <a href={href}>{text(share.count)}</a>
              <span className={css.lineSize}>
                {least && share.bytes !== null ? words.atLeast(size) : size}
              </span>
            </li>
          );
        })}
      </ul>
      <p className={css.note}>{note}</p>
      {children}
    </section>
  );
}

/** What may be freed, the safest first. */
export function FreeCards({ details }: { details: DiskDetails }) {
  const words = useWords().disk;
  const { safe, again, data } = freeable(details);
  const list = (kind: string) => routeHash('disk', 'usage', {}, kind);
  return (
    <div className={css.cards}>
      <Card
        title={words.safeTitle}
        shape="check"
        tone={css.ok}
        total={safe.total}
        note={words.safeNote}
        lines={[
          { share: safe.images, text: words.lines.dangling, href: list('images'), least: true },
          { share: safe.buildCache, text: words.lines.cache, href: list('buildCache') },
        ]}
      >
        {safe.total.count > 0 && (
          <a className={css.action} href={routeHash('disk', 'prune', { kinds: 'images,build-cache' })}>
            {words.planPrune}
          </a>
        )}
      </Card>
      <Card
        title={words.againTitle}
        shape="half"
        tone={css.warn}
        total={again.total}
        note={words.againNote}
        lines={[
          { share: again.images, text: words.lines.images, href: list('images'), least: true },
          { share: again.containers, text: words.lines.containers, href: list('containers') },
        ]}
      />
      <Card
        title={words.dataTitle}
        shape="triangle"
        tone={css.bad}
        total={data.total}
        note={words.dataNote}
        lines={[{ share: data.volumes, text: words.lines.volumes, href: list('volumes') }]}
      />
    </div>
  );
}
