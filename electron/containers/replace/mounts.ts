import type { WantedMount } from '../../../shared/contract/container-replace.ts';
import { flag, list, type RawRecord, record, text, textMap, texts } from '../../engine/raw/fields.ts';

/** One mount of a container with the words it was asked for in, so that options nobody edits survive. */
export interface KnownMount {
  target: string;
  /** null for kinds that cannot be edited; they stay. */
  row: WantedMount | null;
  origin:
    | { kind: 'bind'; text: string }
    | { kind: 'mount'; raw: RawRecord }
    | { kind: 'tmpfs'; options: string };
}

/** Every mount of an inspected container. Anonymous volumes are named, so that the replacement gets the same ones. */
export function mountsOf(container: RawRecord): KnownMount[] {
  const host = record(container.HostConfig);
  const actual = list(container.Mounts).map(record);
  const volumeAt = (target: string): string =>
    text(actual.find((mount) => text(mount.Destination) === target && text(mount.Type) === 'volume')?.Name);
  const known = [
    ...texts(host.Binds).map(boundMount),
    ...list(host.Mounts).map((mount) => mountEntry(record(mount), volumeAt)),
    ...Object.entries(textMap(host.Tmpfs)).map(
      ([target, options]): KnownMount => ({
        target,
        row: { type: 'tmpfs', source: '', target, readOnly: options.split(',').includes('ro') },
        origin: { kind: 'tmpfs', options },
      }),
    ),
  ];
  const covered = new Set(known.map(({ target }) => target));
  // What is left was never asked for by name: volumes of the image and of -v /path.
  const anonymous = actual
    .filter((mount) => text(mount.Type) === 'volume' && !covered.has(text(mount.Destination)))
    .map((mount) =>
      boundMount(`${text(mount.Name)}:${text(mount.Destination)}${flag(mount.RW) ? '' : ':ro'}`),
    );
  return [...known, ...anonymous];
}

/** `source:target[:options]`, as `HostConfig.Binds` has it. */
function boundMount(bind: string): KnownMount {
  const [source = '', target = '', options = ''] = bind.split(':');
  const type = source.startsWith('/') ? 'bind' : 'volume';
  return {
    target,
    row: { type, source, target, readOnly: options.split(',').includes('ro') },
    origin: { kind: 'bind', text: bind },
  };
}

function mountEntry(raw: RawRecord, volumeAt: (target: string) => string): KnownMount {
  const target = text(raw.Target);
  const type = text(raw.Type);
  const source = text(raw.Source) || (type === 'volume' ? volumeAt(target) : '');
  const named = source === '' ? raw : { ...raw, Source: source };
  return {
    target,
    row:
      type === 'bind' || type === 'volume' || type === 'tmpfs'
        ? { type, source, target, readOnly: flag(raw.ReadOnly) }
        : null,
    origin: { kind: 'mount', raw: named },
  };
}

/** The mounts that are wanted: known ones as they were asked for, new ones in the long form, which creates no folder. */
export function changedMounts(
  known: readonly KnownMount[],
  wanted: readonly WantedMount[] | undefined,
): KnownMount[] {
  if (wanted === undefined) return [...known];
  const fixed = known.filter(({ row, target }) => row === null && !wanted.some((w) => w.target === target));
  return [
    ...fixed,
    ...wanted.map(
      (row): KnownMount =>
        changedMount(
          row,
          known.find((mount) => mount.row !== null && mount.target === row.target),
        ),
    ),
  ];
}

function sameMount(a: WantedMount, b: WantedMount): boolean {
  return a.type === b.type && a.source === b.source && a.target === b.target && a.readOnly === b.readOnly;
}

/** A mount that is edited keeps the options that still apply; those it loses show in the difference. */
function changedMount(row: WantedMount, known: KnownMount | undefined): KnownMount {
  if (known?.row == null || known.row.type !== row.type) return newMount(row);
  if (sameMount(known.row, row)) return known;
  const { origin, target } = known;
  const sameSource = known.row.source === row.source;
  if (origin.kind === 'tmpfs')
    return { target, row, origin: { kind: 'tmpfs', options: accessWords(origin.options, row.readOnly) } };
  if (origin.kind === 'mount')
    return { target, row, origin: { kind: 'mount', raw: changedEntry(origin.raw, row, sameSource) } };
  const options = accessWords(origin.text.split(':')[2] ?? '', row.readOnly);
  // The long form makes no folder, but it has no words for labels; a volume without a name has no short one.
  const hasOwn = options !== '' && options !== 'ro';
  if (!sameSource && (!hasOwn || row.source === '')) return newMount(row);
  const text = `${row.source}:${target}${options === '' ? '' : `:${options}`}`;
  return { target, row, origin: { kind: 'bind', text } };
}

const splitWords = (options: string): string[] => options.split(',').filter((word) => word !== '');

/** The same options, with another word for what may be written. */
function accessWords(options: string, readOnly: boolean): string {
  const others = splitWords(options).filter((word) => word !== 'ro' && word !== 'rw');
  return [...(readOnly ? ['ro'] : []), ...others].join(',');
}

function changedEntry(raw: RawRecord, row: WantedMount, sameSource: boolean): RawRecord {
  const { Source: _, ReadOnly: __, BindOptions, VolumeOptions, ...rest } = raw;
  const { ReadOnlyNonRecursive, ReadOnlyForceRecursive, ...bind } = record(BindOptions);
  // Of what is written read-only these two say how far; engines refuse them elsewhere.
  const howFar = row.readOnly
    ? {
        ...(ReadOnlyNonRecursive === undefined ? {} : { ReadOnlyNonRecursive }),
        ...(ReadOnlyForceRecursive === undefined ? {} : { ReadOnlyForceRecursive }),
      }
    : {};
  const { NoCopy } = record(VolumeOptions);
  // Driver, labels and folder are those of the other volume.
  const volume = sameSource ? VolumeOptions : NoCopy === undefined ? undefined : { NoCopy };
  return {
    ...rest,
    ...(row.source === '' ? {} : { Source: row.source }),
    ...(row.readOnly ? { ReadOnly: true } : {}),
    ...(BindOptions == null ? {} : { BindOptions: { ...bind, ...howFar } }),
    ...(volume == null ? {} : { VolumeOptions: volume }),
  };
}

function newMount(row: WantedMount): KnownMount {
  const { type, source, target, readOnly } = row;
  const raw = {
    Type: type,
    Target: target,
    ...(type === 'tmpfs' || source === '' ? {} : { Source: source }),
    ...(readOnly ? { ReadOnly: true } : {}),
  };
  return { target, row, origin: { kind: 'mount', raw } };
}

/** `HostConfig.Binds`, `Mounts` and `Tmpfs` of these mounts. */
export function mountFields(mounts: readonly KnownMount[]): {
  Binds: string[];
  Mounts: RawRecord[];
  Tmpfs: Record<string, string>;
} {
  const fields = { Binds: [] as string[], Mounts: [] as RawRecord[], Tmpfs: {} as Record<string, string> };
  for (const { target, origin } of mounts) {
    if (origin.kind === 'bind') fields.Binds.push(origin.text);
    else if (origin.kind === 'mount') fields.Mounts.push(origin.raw);
    else fields.Tmpfs[target] = origin.options;
  }
  return fields;
}

/** A mount in few words, the same in every language: `volume data`, `bind /srv (ro, Z)`. */
export function mountText({ row, origin }: KnownMount): string {
  if (row === null) return origin.kind === 'mount' ? text(origin.raw.Type) : origin.kind;
  const source = row.source === '' ? '' : ` ${row.source}`;
  const words = [...(row.readOnly ? ['ro'] : []), ...optionWords(origin)];
  return `${row.type}${source}${words.length === 0 ? '' : ` (${words.join(', ')})`}`;
}

/** Everything but what may be written, in the engine's words. */
function optionWords(origin: KnownMount['origin']): string[] {
  if (origin.kind !== 'mount') {
    const options = origin.kind === 'tmpfs' ? origin.options : (origin.text.split(':')[2] ?? '');
    return splitWords(options).filter((word) => word !== 'ro' && word !== 'rw');
  }
  const { BindOptions, VolumeOptions, TmpfsOptions, Consistency } = origin.raw;
  const { DriverConfig, Labels, ...volume } = record(VolumeOptions);
  const driver = record(DriverConfig);
  const plain = { ...record(BindOptions), ...volume, ...record(TmpfsOptions), Consistency };
  return [
    ...Object.entries(plain)
      .filter(([, value]) => value != null && value !== '' && value !== false)
      .map(([key, value]) => (value === true ? key : `${key}=${typeof value === 'object' ? '…' : value}`)),
    ...(text(driver.Name) === '' ? [] : [`driver=${text(driver.Name)}`]),
    // Their values may hold passwords.
    ...Object.keys(record(driver.Options)).map((key) => `driver-opt=${key}`),
    ...Object.keys(record(Labels)).map((key) => `label=${key}`),
  ];
}
