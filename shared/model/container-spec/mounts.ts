import type { MountSpec } from '../../contract/container-spec.ts';
import { fieldsOf, printField } from './fields.ts';
import { parseSize, printSize } from './quantities.ts';
import { SpecError } from './spec-error.ts';

export type BindMount = Extract<MountSpec, { type: 'bind' }>;
export type VolumeMount = Extract<MountSpec, { type: 'volume' }>;
export type TmpfsMount = Extract<MountSpec, { type: 'tmpfs' }>;

export function bindMount(source: string, target: string, more: Partial<BindMount> = {}): BindMount {
  return {
    type: 'bind',
    source,
    target,
    readOnly: false,
    createSource: false,
    propagation: '',
    relabel: '',
    nonRecursive: false,
    ...more,
  };
}

export function volumeMount(source: string, target: string, more: Partial<VolumeMount> = {}): VolumeMount {
  return {
    type: 'volume',
    source,
    target,
    readOnly: false,
    noCopy: false,
    driver: '',
    driverOptions: [],
    labels: [],
    subpath: '',
    ...more,
  };
}

export function tmpfsMount(target: string, more: Partial<TmpfsMount> = {}): TmpfsMount {
  return { type: 'tmpfs', target, readOnly: false, sizeBytes: null, mode: '', options: [], ...more };
}

/** Whether the engine takes this as a volume's name (`RestrictedNamePattern` of moby). */
export function isVolumeName(name: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name);
}

/** Whether it names a place of the host rather than a volume: a path, or something a shell would make one of. */
function isPath(source: string): boolean {
  return /^[/.~$]|^[A-Za-z]:[\\/]|\\|\//.test(source);
}

/** At colons, but not at the one of a drive letter: `C:\data:/data:ro`. */
function splitAtColons(value: string): string[] {
  const parts = value.split(':');
  const joined: string[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? '';
    const next = parts[at + 1];
    if (
      /^[A-Za-z]$/.test(part) &&
      next !== undefined &&
      /^[\\/]/.test(next) &&
      (at > 0 || parts.length > 2)
    ) {
      joined.push(`${part}:${next}`);
      at += 1;
    } else joined.push(part);
  }
  return joined;
}

/**
 * A `-v` value: `/data`, `name:/data`, `/host:/data:ro,z`.
 * @throws SpecError `mount-malformed`, `mount-option-unknown`
 */
export function parseVolumeFlag(value: string): MountSpec {
  const parts = splitAtColons(value);
  const [first = '', second, options = '', ...more] = parts;
  if (more.length > 0 || first === '' || second === '') throw new SpecError('mount-malformed', { value });
  if (second === undefined) return volumeMount('', first);
  const mount = isPath(first) ? bindMount(first, second, { createSource: true }) : volumeMount(first, second);
  if (parts.length > 2 && options === '') throw new SpecError('mount-malformed', { value });
  for (const option of options.split(',').filter((one) => one !== '')) setShort(mount, option, value);
  return mount;
}

/** What Docker Desktop on a Mac once took; engines ignore them. */
const consistencies: ReadonlySet<string> = new Set(['consistent', 'cached', 'delegated', 'default']);

function setShort(mount: BindMount | VolumeMount, option: string, value: string): void {
  if (option === 'ro') mount.readOnly = true;
  else if (option === 'rw') mount.readOnly = false;
  else if (mount.type === 'volume' && option === 'nocopy') mount.noCopy = true;
  else if (mount.type === 'bind' && (option === 'z' || option === 'Z')) mount.relabel = option;
  else if (mount.type === 'bind' && isPropagation(option)) mount.propagation = option;
  // A label on a volume changes nothing that could be seen.
  else if (!consistencies.has(option) && option !== 'z' && option !== 'Z')
    throw new SpecError('mount-option-unknown', { value, option });
}

export function isPropagation(value: string): value is Exclude<BindMount['propagation'], ''> {
  return /^r?(?:private|shared|slave)$/.test(value);
}

/**
 * A `--mount` value: `type=bind,src=/a,dst=/b,readonly`.
 * @throws SpecError `mount-malformed`, `mount-option-unknown`, `mount-type-unknown`, `size-malformed`
 */
export function parseMountFlag(value: string): MountSpec {
  const fields = fieldsOf(value);
  const type = fields.find(([key]) => key === 'type')?.[1].toLowerCase() ?? 'volume';
  const pick = (...keys: string[]) => fields.findLast(([key]) => keys.includes(key))?.[1] ?? '';
  const source = pick('source', 'src');
  const target = pick('target', 'destination', 'dst');
  if (target === '' || (type === 'bind' && source === '')) throw new SpecError('mount-malformed', { value });
  const rest = fields.filter(([key]) => !common.has(key));
  switch (type) {
    case 'bind':
      return longBind(bindMount(source, target), rest, value);
    case 'volume':
      return longVolume(volumeMount(source, target), rest, value);
    case 'tmpfs':
      return longTmpfs(tmpfsMount(target), rest, value);
    default:
      throw new SpecError('mount-type-unknown', { type });
  }
}

const common: ReadonlySet<string> = new Set([
  'type',
  'source',
  'src',
  'target',
  'destination',
  'dst',
  'consistency',
]);

function yes(text: string, value: string): boolean {
  if (['', 'true', '1'].includes(text)) return true;
  if (['false', '0'].includes(text)) return false;
  throw new SpecError('mount-malformed', { value });
}

function isReadOnly(key: string): boolean {
  return key === 'readonly' || key === 'ro';
}

function longBind(mount: BindMount, rest: [string, string][], value: string): BindMount {
  for (const [key, field] of rest) {
    if (isReadOnly(key)) mount.readOnly = yes(field, value);
    else if (key === 'bind-propagation' && isPropagation(field)) mount.propagation = field;
    else if (key === 'bind-nonrecursive') mount.nonRecursive = yes(field, value);
    else if (key === 'bind-recursive' && field === 'disabled') mount.nonRecursive = true;
    else if (key !== 'bind-recursive' || field !== 'enabled')
      throw new SpecError('mount-option-unknown', { value, option: key });
  }
  return mount;
}

function longVolume(mount: VolumeMount, rest: [string, string][], value: string): VolumeMount {
  for (const [key, field] of rest) {
    if (isReadOnly(key)) mount.readOnly = yes(field, value);
    else if (key === 'volume-nocopy') mount.noCopy = yes(field, value);
    else if (key === 'volume-driver') mount.driver = field;
    else if (key === 'volume-subpath') mount.subpath = field;
    else if (key === 'volume-opt') mount.driverOptions = [...mount.driverOptions, pair(field)];
    else if (key === 'volume-label') mount.labels = [...mount.labels, pair(field)];
    else throw new SpecError('mount-option-unknown', { value, option: key });
  }
  return mount;
}

function longTmpfs(mount: TmpfsMount, rest: [string, string][], value: string): TmpfsMount {
  for (const [key, field] of rest) {
    if (isReadOnly(key)) mount.readOnly = yes(field, value);
    else if (key === 'tmpfs-size') mount.sizeBytes = parseSize(field);
    else if (key === 'tmpfs-mode' && isMode(field)) mount.mode = field;
    else throw new SpecError('mount-option-unknown', { value, option: key });
  }
  return mount;
}

function isMode(text: string): boolean {
  return /^[0-7]{1,5}$/.test(text);
}

/** `name=value`; without a sign the value is empty. */
export function pair(text: string): { name: string; value: string } {
  const at = text.indexOf('=');
  return at < 0 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

/** A `--tmpfs` value: `/run`, `/run:rw,size=64m,mode=1777`. @throws SpecError `mount-malformed`, `size-malformed` */
export function parseTmpfsFlag(value: string): TmpfsMount {
  const at = value.indexOf(':');
  const target = at < 0 ? value : value.slice(0, at);
  if (target === '') throw new SpecError('mount-malformed', { value });
  return tmpfsFrom(target, at < 0 ? '' : value.slice(at + 1));
}

/** A tmpfs from the options the engine keeps for it. @throws SpecError `size-malformed` */
export function tmpfsFrom(target: string, options: string): TmpfsMount {
  const mount = tmpfsMount(target);
  for (const option of options.split(',').filter((one) => one !== '')) {
    const { name, value } = pair(option);
    if (option === 'ro') mount.readOnly = true;
    // The kernel takes a share of the memory too: that stays as it is written.
    else if (name === 'size' && !value.endsWith('%')) mount.sizeBytes = parseSize(value);
    else if (name === 'mode' && isMode(value)) mount.mode = value;
    else if (option !== 'rw') mount.options = [...mount.options, option];
  }
  return mount;
}

/** The options of a tmpfs as the engine takes them. */
export function tmpfsOptions(mount: TmpfsMount): string {
  return [
    ...(mount.readOnly ? ['ro'] : []),
    ...(mount.sizeBytes === null ? [] : [`size=${mount.sizeBytes}`]),
    ...(mount.mode === '' ? [] : [`mode=${mount.mode}`]),
    ...mount.options,
  ].join(',');
}

/** Whether the engine is asked in the short form, as `-v` does. */
export function isShort(mount: BindMount | VolumeMount): boolean {
  if (mount.target.includes(':') || mount.source.includes(':')) return false;
  if (mount.type === 'bind')
    return isPath(mount.source) && !mount.nonRecursive && (mount.createSource || mount.relabel !== '');
  const plain =
    mount.driver === '' &&
    mount.subpath === '' &&
    mount.driverOptions.length === 0 &&
    mount.labels.length === 0;
  return plain && (mount.source === '' ? !mount.readOnly && !mount.noCopy : !isPath(mount.source));
}

/** `source:target:options`, as `-v` and the engine take it. */
export function printShort(mount: BindMount | VolumeMount): string {
  const options = [
    ...(mount.readOnly ? ['ro'] : []),
    ...(mount.type === 'volume' && mount.noCopy ? ['nocopy'] : []),
    ...(mount.type === 'bind' && mount.relabel !== '' ? [mount.relabel] : []),
    ...(mount.type === 'bind' && mount.propagation !== '' ? [mount.propagation] : []),
  ].join(',');
  const source = mount.source === '' ? '' : `${mount.source}:`;
  return `${source}${mount.target}${options === '' ? '' : `:${options}`}`;
}

/** The flag and its value for one mount. */
export function printMount(mount: MountSpec): [flag: '-v' | '--mount' | '--tmpfs', value: string] {
  if (mount.type === 'tmpfs') {
    const options = tmpfsFlagOptions(mount);
    return ['--tmpfs', options === '' ? mount.target : `${mount.target}:${options}`];
  }
  return isShort(mount) ? ['-v', printShort(mount)] : ['--mount', printLong(mount)];
}

function tmpfsFlagOptions(mount: TmpfsMount): string {
  const size = mount.sizeBytes === null ? '' : `size=${printSize(mount.sizeBytes)}`;
  return [size, tmpfsOptions({ ...mount, sizeBytes: null })].filter((part) => part !== '').join(',');
}

function printLong(mount: BindMount | VolumeMount): string {
  const fields = [`type=${mount.type}`];
  if (mount.source !== '') fields.push(printField('src', mount.source));
  fields.push(printField('dst', mount.target));
  if (mount.readOnly) fields.push('readonly');
  if (mount.type === 'bind') {
    if (mount.propagation !== '') fields.push(`bind-propagation=${mount.propagation}`);
    if (mount.nonRecursive) fields.push('bind-recursive=disabled');
    return fields.join(',');
  }
  if (mount.noCopy) fields.push('volume-nocopy');
  if (mount.subpath !== '') fields.push(printField('volume-subpath', mount.subpath));
  if (mount.driver !== '') fields.push(printField('volume-driver', mount.driver));
  for (const { name, value } of mount.driverOptions)
    fields.push(printField('volume-opt', `${name}=${value}`));
  for (const { name, value } of mount.labels) fields.push(printField('volume-label', `${name}=${value}`));
  return fields.join(',');
}
