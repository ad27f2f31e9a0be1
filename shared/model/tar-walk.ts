import { decodeBytes } from './byte-text.ts';

export type TarType =
  | 'file'
  | 'hardlink'
  | 'symlink'
  | 'character-device'
  | 'block-device'
  | 'directory'
  | 'fifo'
  | 'other';

/** One entry of a tar. Names keep bytes that are no UTF-8, see `decodeBytes`. */
export interface TarHeader {
  name: string;
  type: TarType;
  /** Bytes of its content. */
  size: number;
  /** Permissions with setuid, setgid and sticky. */
  mode: number;
  uid: number;
  gid: number;
  modifiedMs: number;
  /** Empty where it is no link. */
  linkName: string;
}

export interface TarVisitor {
  header(header: TarHeader): void;
  /** A piece of the content of the entry last told; valid during the call only. */
  body?(piece: Uint8Array): void;
}

/** Not a tar, or a broken one. */
export class TarError extends Error {}

export interface TarReading {
  /**
   * Refuses what Go's archive/tar, with which engines unpack, reads in another way than this does: what was looked at
   * must be what is written.
   */
  strict?: boolean;
}

const blockBytes = 512;
/** Names and attributes of one entry; more is nothing anybody makes. */
const mostMetaBytes = 1 << 20;
const types: Readonly<Record<string, TarType>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
};
/** Records that say what an entry is called or how long it is. */
const deciding = ['path', 'linkpath', 'size'] as const;
const withoutBody: ReadonlySet<TarType> = new Set([
  'hardlink',
  'symlink',
  'character-device',
  'block-device',
  'directory',
  'fifo',
]);

/**
 * Reads a tar as it comes, in pieces of any size, and tells of each entry. It steps over contents without a copy and
 * holds no more than one header: tar libraries turn names that are no UTF-8 into others, and make a stream an entry.
 */
export class TarWalker {
  readonly #visitor: TarVisitor;
  readonly #strict: boolean;
  /** Of a header or of meta data, until it is whole. */
  #gathered: Uint8Array = new Uint8Array(blockBytes);
  #filled = 0;
  #wanted = blockBytes;
  #metaFlag: string | null = null;
  #metaBytes = 0;
  #body = 0;
  #padding = 0;
  #long: { name?: string; linkName?: string } = {};
  #pax = new Map<string, string>();
  #globalPax = new Map<string, string>();
  /** Flags of the headers that tell of the entry to come. */
  #before = '';
  #finished = false;

  constructor(visitor: TarVisitor, { strict = false }: TarReading = {}) {
    this.#visitor = visitor;
    this.#strict = strict;
  }

  /** True once the end of the archive was read; what follows is ignored. */
  get finished(): boolean {
    return this.#finished;
  }

  /** @throws TarError */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#finished) {
      const left = chunk.length - at;
      if (this.#body > 0) {
        const step = Math.min(left, this.#body);
        this.#visitor.body?.(chunk.subarray(at, at + step));
        this.#body -= step;
        at += step;
      } else if (this.#padding > 0) {
        const step = Math.min(left, this.#padding);
        this.#padding -= step;
        at += step;
      } else {
        const step = Math.min(left, this.#wanted - this.#filled);
        this.#gathered.set(chunk.subarray(at, at + step), this.#filled);
        this.#filled += step;
        at += step;
        if (this.#filled === this.#wanted) this.#gatheredAll();
      }
    }
  }

  /** Says that nothing follows. @throws TarError where the archive is cut in the middle of an entry */
  end(): void {
    if (
      !this.#finished &&
      (this.#body > 0 || this.#padding > 0 || this.#filled > 0 || this.#metaFlag !== null)
    )
      throw new TarError('it is cut short');
  }

  #gatheredAll(): void {
    const bytes = this.#gathered;
    this.#filled = 0;
    if (this.#metaFlag !== null) {
      const flag = this.#metaFlag;
      this.#metaFlag = null;
      this.#expect(blockBytes);
      this.#takeMeta(flag, bytes.subarray(0, this.#metaBytes));
      return;
    }
    if (bytes.every((byte) => byte === 0)) {
      this.#finished = true;
      return;
    }
    this.#takeHeader(bytes);
  }

  #expect(bytes: number): void {
    this.#wanted = bytes;
    this.#gathered = new Uint8Array(bytes);
  }

  #takeHeader(block: Uint8Array): void {
    if (checksum(block) !== number(block, 148, 8)) throw new TarError('a header is damaged');
    const flag = String.fromCharCode(block[156] ?? 0);
    const size = number(block, 124, 12);
    if (flag === 'x' || flag === 'g' || flag === 'L' || flag === 'K') {
      if (size > mostMetaBytes) throw new TarError('an entry has too many attributes');
      if (this.#strict) this.#refuseOrder(flag, block);
      this.#metaBytes = size;
      this.#metaFlag = size === 0 ? null : flag;
      if (size > 0) this.#expect(size + padding(size));
      return;
    }
    if (this.#strict) this.#refuseFields(block, flag);
    const header = this.#headerOf(block, flag, size);
    this.#long = {};
    this.#pax = new Map();
    this.#before = '';
    this.#body = withoutBody.has(header.type) ? 0 : header.size;
    this.#padding = padding(this.#body);
    this.#visitor.header(header);
  }

  #headerOf(block: Uint8Array, flag: string, size: number): TarHeader {
    const pax = (key: string) => this.#pax.get(key) ?? this.#globalPax.get(key);
    const figure = (key: string, otherwise: number) => {
      const value = Number(pax(key) ?? Number.NaN);
      return Number.isFinite(value) && value >= 0 ? value : otherwise;
    };
    const ustar = latin(block, 257, 6) === 'ustar';
    const prefix = ustar && block[262] === 0 ? field(block, 345, 155) : '';
    const short = field(block, 0, 100);
    const name = pax('path') ?? this.#long.name ?? (prefix === '' ? short : `${prefix}/${short}`);
    const type = types[flag] ?? 'other';
    const whole = figure('size', size);
    if (!Number.isSafeInteger(whole)) throw new TarError('an entry has an impossible size');
    const slashed = type === 'file' && name.endsWith('/');
    if (this.#strict && slashed && whole > 0) throw ambiguous('a folder by its name that has content');
    return {
      name,
      // Before ustar a folder was told by its trailing slash alone.
      type: slashed && !(this.#strict && flag !== '\0') ? 'directory' : type,
      size: whole,
      mode: number(block, 100, 8) & 0o7777,
      uid: figure('uid', number(block, 108, 8)),
      gid: figure('gid', number(block, 116, 8)),
      modifiedMs: Math.floor(figure('mtime', number(block, 136, 12)) * 1000),
      linkName: pax('linkpath') ?? this.#long.linkName ?? field(block, 157, 100),
    };
  }

  #takeMeta(flag: string, bytes: Uint8Array): void {
    if (flag === 'L' || flag === 'K') {
      const text = field(bytes, 0, bytes.length);
      if (this.#strict && text === '') throw ambiguous('an empty long name');
      this.#long[flag === 'L' ? 'name' : 'linkName'] = text;
      return;
    }
    for (const [key, value] of paxRecords(bytes)) {
      if (this.#strict) refuseRecord(flag, key, value);
      (flag === 'x' ? this.#pax : this.#globalPax).set(key, value);
    }
  }

  /** Headers before an entry that undo each other: which of them counts is not the same everywhere. */
  #refuseOrder(flag: string, block: Uint8Array): void {
    refuseSize(block);
    if (flag === 'g' ? this.#before !== '' : this.#before.includes(flag))
      throw ambiguous('headers that replace each other');
    if (flag !== 'g') this.#before += flag;
  }

  #refuseFields(block: Uint8Array, flag: string): void {
    refuseSize(block);
    if (flag === 'S') throw ambiguous('a sparse file');
    if (
      (this.#long.name !== undefined && this.#pax.has('path')) ||
      (this.#long.linkName !== undefined && this.#pax.has('linkpath'))
    )
      throw ambiguous('an entry with two long names');
    refusePrefix(block);
  }
}

const ambiguous = (what: string): TarError => new TarError(`it is ambiguous: ${what}`);

function refuseRecord(flag: string, key: string, value: string): void {
  if (key.startsWith('GNU.sparse.')) throw ambiguous('a sparse file');
  const decides = deciding.some((each) => each === key);
  if (decides && flag === 'g') throw ambiguous(`a global header that sets "${key}"`);
  if (decides && (value === '' || (key === 'size' && !/^\d+$/.test(value))))
    throw ambiguous(`a "${key}" that is none`);
}

/** Go passes over leading NULs, where others see no number. */
function refuseSize(block: Uint8Array): void {
  if (block[124] === 0 && block.subarray(124, 136).some((byte) => byte !== 0))
    throw ambiguous('a size that begins with NUL');
}

/** In what GNU tar and star write, other fields stand where the second half of a long name may be. */
function refusePrefix(block: Uint8Array): void {
  const kind = latin(block, 257, 6);
  if (kind === 'ustar ') {
    // Where these are no times Go takes all of it for a name.
    for (const at of [345, 357]) if (block[at] !== 0) number(block, at, 12);
  } else if (kind === 'ustar' && latin(block, 508, 3) === 'tar' && block[475] !== 0)
    throw ambiguous('a name that runs into the times');
}

const padding = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;

/** `LENGTH KEY=VALUE\n` each, the length in bytes and including itself. */
function* paxRecords(bytes: Uint8Array): Generator<[string, string]> {
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(latin(bytes, at, space - at));
    if (!Number.isSafeInteger(length) || length < 5 || at + length > bytes.length) {
      // Nothing but the padding some writers count in.
      if (bytes.subarray(at).every((byte) => byte === 0)) return;
      throw new TarError('the attributes of an entry are damaged');
    }
    const equals = bytes.indexOf(0x3d, space);
    if (equals < 0 || equals >= at + length) throw new TarError('the attributes of an entry are damaged');
    yield [
      decodeBytes(bytes.subarray(space + 1, equals)),
      decodeBytes(bytes.subarray(equals + 1, at + length - 1)),
    ];
    at += length;
  }
}

function latin(bytes: Uint8Array, from: number, length: number): string {
  let text = '';
  for (const byte of bytes.subarray(from, from + length)) {
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

function field(bytes: Uint8Array, from: number, length: number): string {
  const part = bytes.subarray(from, from + length);
  const end = part.indexOf(0);
  return decodeBytes(end < 0 ? part : part.subarray(0, end));
}

/** Octal digits, or, with the first bit set, a number in base 256. */
function number(block: Uint8Array, from: number, length: number): number {
  const first = block[from] ?? 0;
  if (first === 0x80) {
    let value = 0;
    for (const byte of block.subarray(from + 1, from + length)) value = value * 256 + byte;
    return value;
  }
  // Negative in base 256: a time before 1970, which is of no use here.
  if (first >= 0x80) return 0;
  const digits = latin(block, from, length).trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) throw new TarError('a header holds no number where one belongs');
  return Number.parseInt(digits, 8);
}

function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < blockBytes; at += 1) if (at < 148 || at >= 156) sum += block[at] ?? 0;
  return sum;
}
