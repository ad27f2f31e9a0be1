import { type FileHandle, open, readFile } from 'node:fs/promises';
import { keptFigures, type Point } from './columns.ts';

const dayMinutes = 24 * 60;
const slotBytes = 4 + keptFigures.length * 4;
/** What the file of one container takes at the most. */
export const minuteFileBytes = dayMinutes * slotBytes;

/**
 * A file holds the last day of one container: 1440 slots of 32 bytes, that of a minute at its place modulo 1440. A slot
 * begins with the minute it is of, so that old ones tell themselves apart, and holds seven 32-bit floats (seven
 * digits), NaN for what is not known. Nothing ever moves, and two programs that write the same minute do no harm.
 */
export async function writeMinute(path: string, minute: number, point: Point): Promise<void> {
  const slot = Buffer.alloc(slotBytes);
  slot.writeUInt32LE(minute, 0);
  keptFigures.forEach((_key, index) => {
    slot.writeFloatLE(point.values[index] ?? Number.NaN, 4 + index * 4);
  });
  const file = await openForWriting(path);
  try {
    await file.write(slot, 0, slotBytes, (minute % dayMinutes) * slotBytes);
  } finally {
    await file.close();
  }
}

/** The points of the day that ends with `minute`, oldest first; none where there is no file. */
export async function readMinutes(path: string, minute: number): Promise<Point[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  }
  const points: Point[] = [];
  for (let wanted = minute - dayMinutes + 1; wanted <= minute; wanted += 1) {
    const start = (wanted % dayMinutes) * slotBytes;
    if (start + slotBytes > bytes.length || bytes.readUInt32LE(start) !== wanted) continue;
    const values = keptFigures.map((_key, index) => bytes.readFloatLE(start + 4 + index * 4));
    // Whatever else is in there: a figure is a number from 0, or not known.
    const sane = values.map((value) => (value >= 0 && Number.isFinite(value) ? value : Number.NaN));
    points.push({ at: wanted * 60_000, values: sane });
  }
  return points;
}

/** Without emptying what is there. */
async function openForWriting(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
    return open(path, 'w+', 0o600);
  }
}
