import type { EngineKind } from '../../../shared/contract/engine.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import type { EngineClient } from '../../engine/client.ts';
import { list, type RawRecord, record, text, texts } from '../../engine/raw/fields.ts';

/** What makes a container again from what its engine told of it; `containers/replace` has the arithmetic. */
export type MakeAgain = (subject: {
  kind: EngineKind;
  apiVersion: string;
  container: RawRecord;
  ownImage: RawRecord;
  imageReference: string;
}) => { body: RawRecord; afterwards: Readonly<Record<string, RawRecord>> };

const modes = ['NetworkMode', 'IpcMode', 'PidMode'] as const;

/** Names of other containers that a container shares something with: they come before it. */
export function containersNeeded(container: RawRecord): string[] {
  const host = record(container.HostConfig);
  const shared = modes.map((mode) => /^container:(.+)$/.exec(text(host[mode]))?.[1]);
  const others = [
    ...texts(host.VolumesFrom).map((one) => one.split(':')[0]),
    ...texts(host.Links).map((one) => /^\/?([^:/]+)/.exec(one)?.[1]),
  ];
  return [...new Set([...shared, ...others].filter((name) => name !== undefined && name !== ''))] as string[];
}

/** Names of the volumes it mounts. */
export function volumesNeeded(container: RawRecord): string[] {
  return list(container.Mounts)
    .map(record)
    .filter((mount) => text(mount.Type) === 'volume')
    .map((mount) => text(mount.Name))
    .filter((name) => name !== '');
}

const predefined = new Set(['bridge', 'host', 'none', 'default', 'podman', 'nat']);

/** Names of the networks it is attached to, without those that every engine has. */
export function networksNeeded(container: RawRecord): string[] {
  const attached = Object.keys(record(record(container.NetworkSettings).Networks));
  return attached.filter((name) => !predefined.has(name));
}

/** Those that need others after those. A circle is left in the order it had: the engine then says what is wrong. */
export function inOrder<T extends { name: string; container: RawRecord }>(all: readonly T[]): T[] {
  const ordered: T[] = [];
  const seen = new Set<string>();
  const visit = (one: T) => {
    if (seen.has(one.name)) return;
    seen.add(one.name);
    for (const name of containersNeeded(one.container)) {
      const other = all.find((candidate) => candidate.name === name);
      if (other !== undefined) visit(other);
    }
    ordered.push(one);
  };
  for (const one of all) visit(one);
  return ordered;
}

export type ImageHere = { reference: string; same: boolean } | null;

/** How the image of a container is named here: by its id, by its name where that is another image now, or not at all. */
export async function imageHere(
  client: EngineClient,
  container: RawRecord,
  signal: AbortSignal,
): Promise<ImageHere> {
  const [id, name] = [text(container.Image), text(record(container.Config).Image)];
  const idOf = async (reference: string): Promise<string | null> => {
    if (reference === '') return null;
    try {
      return text((await inspectObject(client, 'image', reference, signal)).Id);
    } catch (thrown) {
      if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
      throw thrown;
    }
  };
  const [byId, byName] = [await idOf(id), await idOf(name)];
  if (byName !== null && (byName === byId || byId === null)) return { reference: name, same: byId !== null };
  return byId === null ? null : { reference: id, same: true };
}

const riskyModes = ['NetworkMode', 'IpcMode', 'PidMode', 'UTSMode', 'UsernsMode'] as const;

/** What in its settings reaches the machine of the engine, as the engine words it; hostile text. */
export function powersOf(container: RawRecord): string[] {
  const host = record(container.HostConfig);
  const binds = [
    ...texts(host.Binds).map((one) => one.split(':')[0] ?? ''),
    ...[...list(host.Mounts), ...list(container.Mounts)]
      .map(record)
      .filter((mount) => text(mount.Type) === 'bind')
      .map((mount) => text(mount.Source)),
  ].filter((path) => path.startsWith('/'));
  const devices = list(host.Devices).map((one) => text(record(one).PathOnHost));
  return [
    ...(host.Privileged === true ? ['privileged'] : []),
    ...texts(host.CapAdd).map((one) => `cap-add ${one}`),
    ...texts(host.SecurityOpt)
      .filter((one) => /unconfined|disable/.test(one))
      .map((one) => `security-opt ${one}`),
    ...riskyModes.filter((mode) => text(host[mode]) === 'host').map((mode) => `${mode} host`),
    ...devices.filter((path) => path !== ''),
    ...new Set(binds),
  ];
}
