const mostPlaces = 10_000;

/** Where a text has the wanted one, without regard to case; at most 10,000 places. */
export function findInText(text: string, wanted: string): number[] {
  const needle = wanted.trim();
  const places: number[] = [];
  if (needle === '') return places;
  // Not toLowerCase: a letter whose small form is longer would move every place after it.
  const pattern = new RegExp(needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  for (const match of text.matchAll(pattern)) {
    if (places.push(match.index) >= mostPlaces) break;
  }
  return places;
}

export interface Piece {
  text: string;
  /** Which of the places this is; null between them. */
  place: number | null;
}

/** A text cut at its places, for marking them. */
export function cutAtPlaces(text: string, places: readonly number[], length: number): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  places.forEach((at, place) => {
    if (at > from) pieces.push({ text: text.slice(from, at), place: null });
    pieces.push({ text: text.slice(at, at + length), place });
    from = at + length;
  });
  if (from < text.length) pieces.push({ text: text.slice(from), place: null });
  return pieces;
}
