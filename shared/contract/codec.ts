/** One message as a WebSocket carries it: text, or bytes when the message holds bytes. */
export type Frame = string | Uint8Array;

type Step = string | number;
interface Header {
  message: unknown;
  /** Where each run of bytes belongs, and its length; the bytes follow the header in this order. */
  bytes: [path: Step[], length: number][];
}

/** Plain JSON; a message that holds a `Uint8Array` becomes [header length, header JSON, the bytes] instead. */
export function encodeFrame(message: unknown): Frame {
  const found: { path: Step[]; bytes: Uint8Array }[] = [];
  findBytes(message, [], found);
  if (found.length === 0) return JSON.stringify(message);
  const header: Header = { message, bytes: found.map(({ path, bytes }) => [path, bytes.length]) };
  const text = new TextEncoder().encode(
    JSON.stringify(header, (_key, value: unknown) => (value instanceof Uint8Array ? null : value)),
  );
  const frame = new Uint8Array(4 + text.length + found.reduce((sum, { bytes }) => sum + bytes.length, 0));
  new DataView(frame.buffer).setUint32(0, text.length);
  frame.set(text, 4);
  let at = 4 + text.length;
  for (const { bytes } of found) {
    frame.set(bytes, at);
    at += bytes.length;
  }
  return frame;
}

/** The message in a frame. Throws on anything `encodeFrame` does not make; the frame may come from a stranger. */
export function decodeFrame(frame: Frame): unknown {
  if (typeof frame === 'string') return JSON.parse(frame);
  if (frame.length < 4) throw new Error('The frame is too short.');
  const headerLength = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  if (headerLength > frame.length - 4) throw new Error('The frame is cut short.');
  const header: unknown = JSON.parse(
    new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(4, 4 + headerLength)),
  );
  const { message, bytes } = checkHeader(header);
  let at = 4 + headerLength;
  for (const [path, length] of bytes) {
    if (length > frame.length - at) throw new Error('The frame is cut short.');
    // A copy: a view would keep the whole frame alive.
    putBytes(message, path, frame.slice(at, at + length));
    at += length;
  }
  if (at !== frame.length) throw new Error('The frame is too long.');
  return message;
}

function findBytes(value: unknown, path: Step[], found: { path: Step[]; bytes: Uint8Array }[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Uint8Array) {
    found.push({ path: [...path], bytes: value });
    return;
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      findBytes(value[index], path, found);
      path.pop();
    }
    return;
  }
  for (const key in value) {
    path.push(key);
    findBytes((value as Record<string, unknown>)[key], path, found);
    path.pop();
  }
}

function checkHeader(header: unknown): Header {
  if (typeof header !== 'object' || header === null) throw new Error('The frame has no header.');
  const { message, bytes } = header as Partial<Header>;
  const isEntry = (entry: unknown) =>
    Array.isArray(entry) && Array.isArray(entry[0]) && Number.isSafeInteger(entry[1]) && entry[1] >= 0;
  if (!Array.isArray(bytes) || !bytes.every(isEntry)) throw new Error('The frame has no list of bytes.');
  return { message, bytes };
}

/** Only where the sender left a null of its own, so that no path can reach a prototype. */
function putBytes(message: unknown, path: readonly Step[], bytes: Uint8Array): void {
  const last = path.at(-1);
  let at: unknown = message;
  for (const step of path.slice(0, -1)) at = own(at, step);
  if (last === undefined || own(at, last) !== null) throw new Error('The frame has bytes in a wrong place.');
  (at as Record<Step, unknown>)[last] = bytes;
}

function own(holder: unknown, step: unknown): unknown {
  const named = typeof step === 'string' || typeof step === 'number';
  if (!named || typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) {
    throw new Error('The frame has bytes in a wrong place.');
  }
  return (holder as Record<Step, unknown>)[step];
}
