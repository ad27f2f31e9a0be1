import type { ReactNode } from 'react';
import { bytesText, useWords } from '../../i18n/index.ts';
import type { StateCounts } from '../../state/container-rules.ts';
import { useTable } from '../../state/resources.ts';
import { routeHash } from '../../state/route.ts';
import { Shape } from '../../ui/shape.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './overview.module.css';

interface TileProps {
  label: string;
  shape?: ReactNode;
  /** null while not known. */
  figure: number | null;
  under?: string | undefined;
  href?: string;
  alarming?: boolean;
}

function Tile({ label, shape, figure, under, href, alarming = false }: TileProps) {
  const face = (
    <>
      <span className={css.tileLabel}>
        {shape}
        {label}
      </span>
      <span className={css.figure}>{figure === null ? <Skeleton width="48px" /> : figure}</span>
      <span className={css.under}>{under ?? '\u00a0'}</span>
    </>
  );
  const className = `${css.tile} ${alarming ? css.badFigure : ''}`;
  return href === undefined ? (
    <div className={className}>{face}</div>
  ) : (
    <a className={className} href={href}>
      {face}
    </a>
  );
}

/** The figures that read from across the desk: what runs, what is sick, what it takes. */
export function Tiles({ counts }: { counts: StateCounts | null }) {
  const words = useWords();
  const images = useTable('image');
  const volumes = useTable('volume');
  const networks = useTable('network');
  const known = <T,>(table: { phase: string }, value: T): T | null =>
    table.phase === 'shown' ? value : null;
  const imageBytes = [...images.rows.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <div className={css.tiles}>
      <Tile
        label={words.overview.runningNow}
        shape={<Shape name="disc" className={css.ok} />}
        figure={counts?.running ?? null}
        under={counts === null ? undefined : words.overview.ofAll(counts.all)}
        href={routeHash('containers', null, { state: 'running' })}
      />
      <Tile
        label={words.overview.attention}
        shape={
          <Shape name="triangle" className={counts !== null && counts.attention > 0 ? css.bad : css.idle} />
        }
        figure={counts?.attention ?? null}
        alarming={counts !== null && counts.attention > 0}
        href={routeHash('containers', null, { state: 'attention' })}
      />
      <Tile
        label={words.overview.stopped}
        shape={<Shape name="ring" className={css.idle} />}
        figure={counts?.stopped ?? null}
        href={routeHash('containers', null, { state: 'stopped' })}
      />
      <Tile
        label={words.overview.images}
        figure={known(images, images.rows.size)}
        under={images.phase === 'shown' ? words.overview.onDisk(bytesText(imageBytes)) : undefined}
      />
      <Tile label={words.overview.volumes} figure={known(volumes, volumes.rows.size)} />
      <Tile label={words.overview.networks} figure={known(networks, networks.rows.size)} />
    </div>
  );
}
