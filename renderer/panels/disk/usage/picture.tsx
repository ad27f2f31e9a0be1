import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { DiskDetails } from '../../../../shared/contract/disk-usage.ts';
import { type Piece, type PieceGroup, pictureOf } from '../../../../shared/model/disk-picture.ts';
import { squarify, type Tile } from '../../../../shared/model/treemap.ts';
import { bytesText, useWords } from '../../../i18n/index.ts';
import { navigate, routeHash } from '../../../state/route.ts';
import css from './picture.module.css';

/** Room for the words above the pieces of a kind, and around them; px. */
const headHeight = 20;
const gap = 2;
/** A kind with fewer pixels than this has no room for its words. */
const wordsFrom = { width: 56, height: 34 };

interface Placed {
  group: Tile<PieceGroup>;
  pieces: Tile<Piece>[];
}

function place(groups: readonly PieceGroup[], width: number, height: number): Placed[] {
  const box = { x: 0, y: 0, width, height };
  return squarify(
    groups.map((item) => ({ item, weight: item.bytes })),
    box,
  ).map((group) => {
    const tall = group.height >= wordsFrom.height && group.width >= wordsFrom.width;
    const head = tall ? headHeight : gap;
    const inner = {
      x: gap,
      y: head,
      width: Math.max(0, group.width - 2 * gap),
      height: Math.max(0, group.height - head - gap),
    };
    const weighed = group.item.pieces.map((item) => ({ item, weight: item.bytes }));
    return { group, pieces: squarify(weighed, inner) };
  });
}

/** The one to the side of a piece, by the middle of each. */
function neighbour(
  all: readonly { key: string; x: number; y: number }[],
  from: string,
  key: string,
): string | null {
  const own = all.find((one) => one.key === from);
  if (own === undefined) return null;
  const across = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  let best: { key: string; cost: number } | null = null;
  for (const other of all) {
    const [along, aside] = across ? [other.x - own.x, other.y - own.y] : [other.y - own.y, other.x - own.x];
    if (along * sign <= 0) continue;
    const cost = Math.abs(along) + 2 * Math.abs(aside);
    if (best === null || cost < best.cost) best = { key: other.key, cost };
  }
  return best?.key ?? null;
}

/** What takes space as areas; the lists of each kind say the same in words. */
export function Picture({ details }: { details: DiskDetails }) {
  const words = useWords().disk;
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [active, setActive] = useState<string | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const placed = useMemo(
    () => place(pictureOf(details), size.width, size.height),
    [details, size.width, size.height],
  );
  const idOf = (piece: Piece): string => `${piece.kind} ${piece.key}`;
  const middles = placed.flatMap(({ group, pieces }) =>
    pieces.filter(isPressable).map((tile) => ({
      key: idOf(tile.item),
      x: group.x + tile.x + tile.width / 2,
      y: group.y + tile.y + tile.height / 2,
    })),
  );
  const stop = middles.some(({ key }) => key === active) ? active : (middles[0]?.key ?? null);
  const nameOf = ({ state, name, count }: Piece): string =>
    state === 'shared' ? words.sharedLayers : state === 'rest' ? words.rest(count) : name;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!event.key.startsWith('Arrow') || stop === null) return;
    event.preventDefault();
    const next = neighbour(middles, stop, event.key);
    if (next === null) return;
    setActive(next);
    frame.current?.querySelector<HTMLElement>(`[data-piece="${CSS.escape(next)}"]`)?.focus();
  };

  return (
    <section className={css.picture} aria-label={words.picture} onKeyDown={onKeyDown}>
      <h2 className={css.sectionTitle}>{words.picture}</h2>
      <div ref={frame} className={css.frame}>
        {placed.map(({ group, pieces }) => (
          <div key={group.item.kind} className={css.group} data-kind={group.item.kind} style={boxOf(group)}>
            {group.height >= wordsFrom.height && group.width >= wordsFrom.width && (
              <span className={css.groupName}>
                {words.kinds[group.item.kind]} <span>{bytesText(group.item.bytes)}</span>
              </span>
            )}
            {pieces.map((tile) => {
              const { item } = tile;
              const label = words.piece(nameOf(item), bytesText(item.bytes), words.states[item.state]);
              const look = {
                className: css.piece,
                'data-state': item.state,
                'data-tip': label,
                style: boxOf(tile),
              };
              if (!isPressable(tile)) return <div key={item.key} {...look} />;
              return (
                <button
                  key={item.key}
                  type="button"
                  {...look}
                  data-piece={idOf(item)}
                  aria-label={`${words.kinds[item.kind]}: ${label}`}
                  tabIndex={idOf(item) === stop ? 0 : -1}
                  onFocus={() => setActive(idOf(item))}
                  onClick={() =>
                    navigate(
                      routeHash('disk', 'usage', item.name === '' ? {} : { find: item.name }, item.kind),
                    )
                  }
                >
                  {tile.width > 46 && (
                    <span className={css.pieceName} aria-hidden="true">
                      {nameOf(item)}
                    </span>
                  )}
                </button>
              );
            })}
          </div>
        ))}
        {placed.length === 0 && size.width > 0 && <p className={css.noPicture}>{words.noPicture}</p>}
      </div>
      <p className={css.legend}>
        <span className={css.stripes} aria-hidden="true" />
        {words.pictureNote}
      </p>
    </section>
  );
}

const boxOf = ({ x, y, width, height }: Tile<unknown>) => ({ left: x, top: y, width, height });

/** Smaller ones cannot be hit: the lists have them. */
const isPressable = ({ width, height }: Tile<Piece>): boolean => width >= 24 && height >= 24;
