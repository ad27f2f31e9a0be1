import { record, text } from '../../electron/engine/raw/fields.ts';
import { atOnce, type RawApi } from './raw-api.ts';

const image = 'lab/busybox:1';

/** A container of the crowd. */
export interface Member {
  id: string;
  name: string;
}

/** Creates containers `bench-000` ... that never ran; no network, so that starting one costs little. */
export async function createCrowd(api: RawApi, count: number): Promise<Member[]> {
  const names = Array.from({ length: count }, (_, at) => `bench-${String(at).padStart(3, '0')}`);
  const members: Member[] = [];
  await atOnce(4, names, async (name) => {
    const { Id } = record(
      await api.send('POST', `/containers/create?name=${name}`, {
        Image: image,
        Cmd: ['sleep', '1000000'],
        Labels: { 'com.docker.compose.project': `project-${name.at(-1)}`, purpose: 'benchmark' },
        HostConfig: { NetworkMode: 'none' },
      }),
    );
    members.push({ id: text(Id), name });
  });
  return members.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Starts the given containers. */
export async function startAll(api: RawApi, members: readonly Member[]): Promise<void> {
  await atOnce(4, members, ({ id }) => api.send('POST', `/containers/${id}/start`));
}
