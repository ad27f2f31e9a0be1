import type { MountSpec } from '../../contract/container-spec.ts';
import { bindMount, isPropagation, parseVolumeFlag, tmpfsFrom, tmpfsMount, volumeMount } from './mounts.ts';
import { type Raw, rawFigure, rawList, rawPairs, rawRecord, rawText, rawTexts } from './raw.ts';
import { SpecError } from './spec-error.ts';

/** The mounts of a container as they were asked for. Those the image declares are left out, unless they are wanted by name. */
export function mountsFrom(inspected: Raw, image: Raw, anonymous: 'as-new' | 'by-name'): MountSpec[] {
  const host = rawRecord(inspected.HostConfig);
  const asked = [
    ...rawTexts(host.Binds).map((bind) => bindFrom(bind, rawList(inspected.Mounts).map(rawRecord))),
    ...rawList(host.Mounts).map((mount) => longFrom(rawRecord(mount))),
    ...rawPairs(host.Tmpfs).map(({ name, value }) => tmpfsFrom(name, value)),
  ].filter((mount) => mount !== null);
  const covered = new Map(asked.map((mount) => [mount.target, mount]));
  const mounted = rawList(inspected.Mounts).map(rawRecord);
  const volumes = mounted.filter(
    ({ Type, Destination }) => Type === 'volume' && !covered.has(rawText(Destination)),
  );
  if (anonymous === 'by-name') {
    const nameOf = (target: string) =>
      rawText(mounted.find(({ Type, Destination }) => Type === 'volume' && Destination === target)?.Name);
    const named = asked.map((mount) =>
      mount.type === 'volume' && mount.source === '' ? { ...mount, source: nameOf(mount.target) } : mount,
    );
    return [...named, ...volumes.map((volume) => mountedVolume(volume))];
  }
  const declared = rawRecord(image.Volumes);
  const own = Object.keys(rawRecord(rawRecord(inspected.Config).Volumes)).filter(
    (target) => !(target in declared) && !covered.has(target),
  );
  return [...asked, ...own.map((target) => volumeMount('', target))];
}

function mountedVolume(mount: Raw): MountSpec {
  return volumeMount(rawText(mount.Name), rawText(mount.Destination), { readOnly: mount.RW === false });
}

/** A bind is text the engine took; one that Slipway can not read is told from what is mounted there. */
function bindFrom(bind: string, mounted: readonly Raw[]): MountSpec | null {
  try {
    // What Podman adds to each.
    return parseVolumeFlag(
      bind
        .replace(/(^|[:,])(?:rbind|nosuid|nodev|exec|bind)(?=,|$)/g, '$1')
        .replace(/:,*$/, '')
        .replace(/,+/g, ',')
        .replace(':,', ':'),
    );
  } catch (thrown) {
    if (!(thrown instanceof SpecError)) throw thrown;
    const found = mounted.find(
      ({ Source, Destination }) =>
        bind.startsWith(`${rawText(Source)}:${rawText(Destination)}`) && Source !== '',
    );
    if (found === undefined) return null;
    return found.Type === 'volume'
      ? mountedVolume(found)
      : bindMount(rawText(found.Source), rawText(found.Destination), { readOnly: found.RW === false });
  }
}

function longFrom(mount: Raw): MountSpec | null {
  const target = rawText(mount.Target);
  const source = rawText(mount.Source);
  const readOnly = mount.ReadOnly === true;
  switch (mount.Type) {
    case 'bind': {
      const options = rawRecord(mount.BindOptions);
      const propagation = rawText(options.Propagation);
      return bindMount(source, target, {
        readOnly,
        propagation: isPropagation(propagation) ? propagation : '',
        nonRecursive: options.NonRecursive === true,
        createSource: options.CreateMountpoint === true,
      });
    }
    case 'volume': {
      const options = rawRecord(mount.VolumeOptions);
      const driver = rawRecord(options.DriverConfig);
      return volumeMount(source, target, {
        readOnly,
        noCopy: options.NoCopy === true,
        driver: rawText(driver.Name),
        driverOptions: rawPairs(driver.Options),
        labels: rawPairs(options.Labels),
        subpath: rawText(options.Subpath),
      });
    }
    case 'tmpfs': {
      const options = rawRecord(mount.TmpfsOptions);
      const mode = rawFigure(options.Mode);
      return tmpfsMount(target, {
        readOnly,
        sizeBytes: rawFigure(options.SizeBytes),
        mode: mode === null ? '' : mode.toString(8),
      });
    }
    default:
      return null;
  }
}
