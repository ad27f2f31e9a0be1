import type { MountSpec } from '../../contract/container-spec.ts';
import { isShort, printShort, tmpfsOptions } from './mounts.ts';

export interface MountsBody {
  /** `Volumes` of the body: those without a name. */
  volumes: Record<string, Record<string, never>>;
  hostConfig: Record<string, unknown>;
}

/** Mounts as the engine takes them: `Binds` for what `-v` would say, `Mounts` for the rest, `Tmpfs`. */
export function mountsOf(mounts: readonly MountSpec[], knowsMounts: boolean): MountsBody {
  const binds: string[] = [];
  const long: Record<string, unknown>[] = [];
  const tmpfs: [string, string][] = [];
  const volumes: [string, Record<string, never>][] = [];
  for (const mount of mounts) {
    if (mount.type === 'tmpfs') tmpfs.push([mount.target, tmpfsOptions(mount)]);
    else if (knowsMounts && !isShort(mount)) long.push(longMount(mount));
    else if (mount.source === '') volumes.push([mount.target, {}]);
    else binds.push(printShort(mount));
  }
  return {
    volumes: Object.fromEntries(volumes),
    hostConfig: {
      ...(binds.length === 0 ? {} : { Binds: binds }),
      ...(long.length === 0 ? {} : { Mounts: long }),
      ...(tmpfs.length === 0 ? {} : { Tmpfs: Object.fromEntries(tmpfs) }),
    },
  };
}

function longMount(mount: Exclude<MountSpec, { type: 'tmpfs' }>): Record<string, unknown> {
  const common = {
    Type: mount.type,
    ...(mount.source === '' ? {} : { Source: mount.source }),
    Target: mount.target,
    ReadOnly: mount.readOnly,
  };
  if (mount.type === 'bind') {
    const options = {
      ...(mount.propagation === '' ? {} : { Propagation: mount.propagation }),
      ...(mount.nonRecursive ? { NonRecursive: true } : {}),
      ...(mount.createSource ? { CreateMountpoint: true } : {}),
    };
    return { ...common, ...(Object.keys(options).length === 0 ? {} : { BindOptions: options }) };
  }
  const pairs = (list: typeof mount.labels) =>
    Object.fromEntries(list.map(({ name, value }) => [name, value]));
  const options = {
    ...(mount.noCopy ? { NoCopy: true } : {}),
    ...(mount.subpath === '' ? {} : { Subpath: mount.subpath }),
    ...(mount.labels.length === 0 ? {} : { Labels: pairs(mount.labels) }),
    ...(mount.driver === '' && mount.driverOptions.length === 0
      ? {}
      : { DriverConfig: { Name: mount.driver, Options: pairs(mount.driverOptions) } }),
  };
  return { ...common, ...(Object.keys(options).length === 0 ? {} : { VolumeOptions: options }) };
}
