export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Tile<T> extends Box {
  item: T;
}

/**
 * Divides a box among items by weight, with tiles as square as can be: Bruls, Huizing and van Wijk, "Squarified
 * Treemaps" (2000). Largest first; items that weigh nothing have no tile. Areas are exact: they add up to the box.
 */
export function squarify<T>(items: readonly { item: T; weight: number }[], box: Box): Tile<T>[] {
  const weighty = items
    .filter(({ weight }) => Number.isFinite(weight) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const total = weighty.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0 || box.width <= 0 || box.height <= 0) return [];
  const scale = (box.width * box.height) / total;
  const tiles: Tile<T>[] = [];
  let room = box;
  let row: { item: T; area: number }[] = [];
  for (const { item, weight } of weighty) {
    const next = [...row, { item, area: weight * scale }];
    if (row.length > 0 && worst(next, shortSide(room)) > worst(row, shortSide(room))) {
      room = lay(row, room, tiles);
      row = [{ item, area: weight * scale }];
    } else row = next;
  }
  lay(row, room, tiles);
  return tiles;
}

const shortSide = ({ width, height }: Box): number => Math.min(width, height);

/** The worst ratio of sides in a row along a side of this length. */
function worst(row: readonly { area: number }[], side: number): number {
  const sum = row.reduce((all, { area }) => all + area, 0);
  const across = sum / side;
  return Math.max(...row.map(({ area }) => Math.max((across * across) / area, area / (across * across))));
}

/** Lays a row along the shorter side; answers the room that is left. */
function lay<T>(row: readonly { item: T; area: number }[], room: Box, tiles: Tile<T>[]): Box {
  const sum = row.reduce((all, { area }) => all + area, 0);
  const upright = room.width >= room.height;
  const side = upright ? room.height : room.width;
  if (side <= 0 || sum <= 0) return room;
  // Rounded sums must not lead out of the room.
  const across = Math.min(sum / side, upright ? room.width : room.height);
  let along = 0;
  for (const { item, area } of row) {
    const length = (area / sum) * side;
    tiles.push(
      upright
        ? { item, x: room.x, y: room.y + along, width: across, height: length }
        : { item, x: room.x + along, y: room.y, width: length, height: across },
    );
    along += length;
  }
  return upright
    ? { ...room, x: room.x + across, width: Math.max(0, room.width - across) }
    : { ...room, y: room.y + across, height: Math.max(0, room.height - across) };
}
