import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../../electron/engine/client.ts';
import type { RawRecord } from '../../../electron/engine/raw/fields.ts';
import { ownMark } from '../../../electron/plans/place.ts';
import { Helpers, sweepHelpers } from '../../../electron/reset/volumes/helper.ts';
import { fail } from '../../../shared/contract/failure.ts';

const never = new AbortController().signal;
const label = 'io.slipway.helper';
const image = `sha256:${'a'.repeat(64)}`;

/** An engine with one volume; `lost` takes it away before a container that mounts it is made. */
function lab({ lost = false, dead = false } = {}) {
  const volumes = new Map<string, RawRecord>([['data', { Name: 'data', Labels: {} }]]);
  const containers = new Map<string, RawRecord>();
  const images = new Map<string, RawRecord>();
  const state = { lost, dead };
  const json = async (
    path: string,
    { method = 'GET', body = {}, query = {} }: { method?: string; body?: RawRecord; query?: RawRecord } = {},
  ) => {
    const answer = (value: unknown) => ({ status: 200, headers: {}, body: value });
    const name = decodeURIComponent(path.split('/').at(-1) ?? '');
    if (method === 'DELETE') {
      if (state.dead) throw fail('unreachable', 'engine-error', { detail: 'gone' });
      for (const all of [volumes, containers, images]) all.delete(name);
      return answer(undefined);
    }
    if (path === '/images/create') {
      const [, key = '', value = ''] = /^LABEL (.+?)=(.+)$/.exec(String(query.changes)) ?? [];
      images.set(image, { Id: image, Labels: { [key]: value }, Created: 1 });
      return answer(JSON.stringify({ status: image }));
    }
    if (path === '/containers/create') {
      if (state.lost) volumes.delete('data');
      const { HostConfig, Labels } = body as { HostConfig: RawRecord; Labels: RawRecord };
      const [mount] = HostConfig.Mounts as { Source: string; VolumeOptions: { Labels: RawRecord } }[];
      if (mount !== undefined && !volumes.has(mount.Source))
        volumes.set(mount.Source, { Name: mount.Source, Labels: mount.VolumeOptions.Labels });
      containers.set('id', { Id: 'id', Names: [`/${query.name}`], Labels, Image: image, ImageID: image });
      return answer({ Id: 'id' });
    }
    if (path === '/containers/json') return answer([...containers.values()]);
    if (path === '/images/json') return answer([...images.values()]);
    const found = volumes.get(name);
    if (found === undefined) throw fail('not-found', 'object-unknown', { kind: 'volume', id: name });
    return answer(found);
  };
  const client = { apiVersion: '1.45', json, text: json } as unknown as EngineClient;
  return { client, volumes, containers, images, state };
}

describe('a helper', () => {
  it('is gone with its image, and its volume stays', async () => {
    const { client, volumes, containers, images } = lab();
    const helpers = new Helpers(client, false);
    await helpers.with('data', never, async () => {
      // One at work is no leftover.
      await sweepHelpers(client, never);
      expect([containers.size, images.size]).toEqual([1, 1]);
    });
    await helpers.close();
    expect([volumes.size, containers.size, images.size]).toEqual([1, 0, 0]);
  });

  it('takes back a volume that the engine made for it', async () => {
    const { client, volumes, containers } = lab({ lost: true });
    const helpers = new Helpers(client, false);
    let worked = false;
    const work = helpers.with('data', never, async () => {
      worked = true;
    });
    await expect(work).rejects.toMatchObject({ error: { code: 'not-found' } });
    await helpers.close();
    expect([worked, volumes.size, containers.size]).toEqual([false, 0, 0]);
  });

  it('is swept by the process that could not remove it, with its image', async () => {
    const { client, containers, images, state } = lab({ dead: true });
    const helpers = new Helpers(client, false);
    await helpers.with('data', never, async () => undefined);
    await helpers.close();
    expect([containers.size, images.size]).toEqual([1, 1]);
    state.dead = false;
    await sweepHelpers(client, never);
    expect([containers.size, images.size]).toEqual([0, 0]);
  });

  it('is left where another machine may be at it, for a week', async () => {
    const { client, containers } = lab();
    const other = (await ownMark()).replace(/^.{12}/, '0'.repeat(12));
    const made = (ms: number) => Math.floor((Date.now() - ms) / 1000);
    const row = (Created: number) => ({
      Id: 'id',
      Names: ['/h'],
      Labels: { [label]: other },
      Created,
      Image: image,
    });
    containers.set('id', row(made(3600_000)));
    await sweepHelpers(client, never);
    expect(containers.size).toBe(1);
    containers.set('id', row(made(8 * 24 * 3600_000)));
    await sweepHelpers(client, never);
    expect(containers.size).toBe(0);
  });
});
