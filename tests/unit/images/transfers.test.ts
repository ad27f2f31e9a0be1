import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiError } from '../../../shared/contract/errors.ts';
import type { LoadItem } from '../../../shared/contract/images-transfer.ts';
import type { InputOf } from '../../../shared/contract/index.ts';
import { packTar } from '../../engine-lab/tar.ts';
import { type FakeEngine, startFakeEngine } from '../../rig/fake-engine.ts';
import { sendJson } from '../../rig/fake-registry.ts';
import { moveImage, sendTar } from '../../rig/image-streams.ts';
import { type OpenApp, ok, openApp, plainEnv, temporaryFolder } from '../../rig/open-app.ts';
import { eventually } from '../../rig/wait-for.ts';

const id = '1'.repeat(64);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let engine: FakeEngine;
let slipway: OpenApp;
/** What the engine answers to a pull or push. */
let answer: (outgoing: ServerResponse) => void;
let asked: string[];

beforeEach(async () => {
  folder = await temporaryFolder();
  asked = [];
  answer = (outgoing) => void outgoing.writeHead(200).end('{"status":"Done"}\n');
  engine = await startFakeEngine({ apiVersion: '1.45' }, (incoming, outgoing) => {
    const url = (incoming.url ?? '').replace(/^\/v[\d.]+/, '');
    if (/^\/images\/a(?::|%3A)1\/json/.test(url)) {
      sendJson(outgoing, { Id: `sha256:${id}`, RepoTags: ['a:1'] });
      return true;
    }
    if (!/^\/images\/(?:create|load|.*\/push)\?/.test(url)) return false;
    asked.push(url);
    incoming.resume();
    answer(outgoing);
    return true;
  });
  const env = plainEnv(folder.path, { DOCKER_CONFIG: join(folder.path, 'docker') });
  slipway = await openApp({ engine: engine.host, env, home: join(folder.path, 'home') });
});
afterEach(async () => {
  await slipway.close();
  await engine.close();
  await folder.remove();
});

const move = async (method: 'images.pull' | 'images.push', reference: string) =>
  (await moveImage(slipway.client, method, reference)).error;

function pull(input: InputOf<'images.pull'>): Promise<ApiError | null> {
  return new Promise((resolve) => {
    const done = (error: ApiError | undefined) => resolve(error ?? null);
    slipway.client.stream('images.pull', input, { item: () => undefined, done });
  });
}

describe('what the engine would take for something else is refused', () => {
  const digest = `sha256:${'0'.repeat(64)}`;

  it('a push by a digest', async () => {
    expect(await move('images.push', `reg.example/app@${digest}`)).toMatchObject({
      reason: 'image-name-malformed',
      params: { problem: 'no-digest' },
    });
    expect(await move('images.push', 'reg.example/app:1')).toBeNull();
    expect(asked).toEqual(['/images/reg.example/app/push?tag=1']);
  });

  it('all tags of a name with a tag', async () => {
    for (const reference of ['nginx:1.27', `nginx@${digest}`])
      expect(await pull({ reference, allTags: true })).toMatchObject({ params: { problem: 'no-tag' } });
    expect(await pull({ reference: 'nginx', allTags: true })).toBeNull();
    expect(asked).toEqual(['/images/create?fromImage=nginx']);
  });
});

describe('where the login cannot be read', () => {
  beforeEach(async () => {
    await mkdir(join(folder.path, 'docker'));
    await writeFile(join(folder.path, 'docker', 'config.json'), '{ broken');
  });

  it.each([
    'pull access denied for app, repository does not exist or may require docker login',
    'unauthorized: authentication required',
  ])('that is told when the registry says %j', async (message) => {
    answer = (outgoing) => void outgoing.writeHead(404).end(JSON.stringify({ message }));
    expect(await move('images.pull', 'reg.example/app:1')).toMatchObject({ reason: 'docker-config-damaged' });
  });

  it('what is public is pulled all the same, and other failures are told as they are', async () => {
    expect(await move('images.pull', 'reg.example/app:1')).toBeNull();
    answer = (outgoing) => void outgoing.writeHead(500).end(JSON.stringify({ message: 'disk full' }));
    expect(await move('images.pull', 'reg.example/app:1')).toMatchObject({ reason: 'pull-failed' });
  });

  it('nothing is pushed', async () => {
    expect(await move('images.push', 'reg.example/app:1')).toMatchObject({ reason: 'docker-config-damaged' });
    expect(asked).toEqual([]);
  });
});

describe('a login that is kept', () => {
  it('is told to be refused where the engine says so of a pull or push', async () => {
    const auth = Buffer.from('ann:canary').toString('base64');
    await mkdir(join(folder.path, 'docker'));
    await writeFile(
      join(folder.path, 'docker', 'config.json'),
      JSON.stringify({ auths: { 'reg.example': { auth } } }),
    );
    const state = async () => (await ok(slipway.client.call('registries.loginStates', {})))[0];
    const says = (message: string) => {
      answer = (outgoing) => void outgoing.writeHead(500).end(JSON.stringify({ message }));
    };
    says('disk full');
    await move('images.pull', 'reg.example/app:1');
    expect(await state()).toEqual({ host: 'reg.example', refusedAt: null });
    says('unauthorized: authentication required');
    for (const method of ['images.pull', 'images.push'] as const) {
      await move(method, 'reg.example/app:1');
      expect((await state())?.refusedAt).not.toBeNull();
      answer = (outgoing) => void outgoing.writeHead(200).end('{"status":"Done"}\n');
      await move('images.push', 'reg.example/app:1');
      expect((await state())?.refusedAt).toBeNull();
      says('unauthorized: authentication required');
    }
    await move('images.pull', 'other.example/app:1');
    expect(await state()).toEqual({ host: 'reg.example', refusedAt: null });
  });
});

describe('a pull under way', () => {
  const line = (status: string, current: number) =>
    `${JSON.stringify({ id: 'aaa', status, progressDetail: { current, total: 10 } })}\n`;
  let finish: () => void;
  let stopped: boolean;

  beforeEach(() => {
    stopped = false;
    answer = (outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.write(`{"status":"Pulling from app"}\n${line('Downloading', 4)}`);
      outgoing.once('close', () => {
        stopped = !outgoing.writableFinished;
      });
      finish = () => void outgoing.end(`${line('Pull complete', 10)}{"status":"Status: newer image"}\n`);
    };
  });

  const listed = async () => (await ok(slipway.client.call('operations.list', {})))[0];
  const underWay = () =>
    eventually('the pull to be under way', async () =>
      expect(await listed()).toMatchObject({
        ...{ kind: 'images.pull', subject: 'reg.example/app:1', state: 'running', total: 1, done: 0 },
        ...{ title: 'Pull reg.example/app:1', origin: 'person' },
        image: {
          layers: [{ id: 'aaa', status: 'Downloading', part: expect.closeTo(0.32) }],
          platform: 'linux/arm64',
        },
      }),
    );
  const begin = () => {
    const page = slipway.app.router.connect('web');
    const input = { reference: 'reg.example/app:1', platform: 'linux/arm64' };
    const ends: (ApiError | undefined)[] = [];
    const handle = page.stream('images.pull', input, {
      item: () => undefined,
      done: (error) => void ends.push(error),
    });
    return { page, handle, ends };
  };

  it('goes on when its page goes away, and is seen to its end', async () => {
    const { page } = begin();
    await underWay();
    page.close();
    await underWay();
    finish();
    await eventually('the end', async () =>
      expect(await listed()).toMatchObject({
        ...{ state: 'done', total: 1, done: 1, error: null },
        image: { layers: [{ status: 'Pull complete', done: true }], line: 'Status: newer image' },
      }),
    );
    expect(stopped).toBe(false);
  });

  it('is cancelled from elsewhere, and its page hears of it', async () => {
    const { page, ends } = begin();
    await underWay();
    const id = (await listed())?.id ?? '';
    await ok(slipway.client.call('operations.cancel', { id }));
    await eventually('the engine to be stopped', async () => {
      expect(stopped).toBe(true);
      expect(await listed()).toMatchObject({ state: 'cancelled', error: null });
      expect(ends).toMatchObject([{ code: 'cancelled' }]);
    });
    page.close();
  });

  it('is cancelled by its own page', async () => {
    const { page, handle } = begin();
    await underWay();
    handle.cancel();
    await eventually('the engine to be stopped', async () => {
      expect(stopped).toBe(true);
      expect(await listed()).toMatchObject({ state: 'cancelled' });
    });
    page.close();
  });

  it('is stopped with Slipway', async () => {
    const { page } = begin();
    await underWay();
    page.close();
    await slipway.close();
    await eventually('the engine to be stopped', () => expect(stopped).toBe(true));
  });

  it('that fails is told and kept in the list', async () => {
    answer = (outgoing) => void outgoing.writeHead(500).end('{"message":"disk full"}');
    const { page, ends } = begin();
    await eventually('the end', async () => {
      expect(ends).toMatchObject([{ reason: 'pull-failed' }]);
      expect(await listed()).toMatchObject({ state: 'failed', error: { reason: 'pull-failed' } });
    });
    page.close();
  });
});

describe('a load', () => {
  const layer = Buffer.from('a layer');
  const sum = createHash('sha256').update(layer).digest('hex');
  const file = (path: string, content: object | Buffer) => ({
    ...{ path, type: 'file' as const },
    data: Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content)),
  });
  const tar = packTar([
    file('l.tar', layer),
    file('c.json', { rootfs: { diff_ids: [`sha256:${sum}`] } }),
    file('manifest.json', [{ Config: 'c.json', Layers: ['l.tar'] }]),
  ]);
  const listed = async () => (await ok(slipway.client.call('operations.list', {})))[0];

  it('belongs to its page until all of it is here, and goes on without it from then on', async () => {
    let finish: () => void = () => undefined;
    answer = (outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      const step = { status: 'Loading layer', progressDetail: { current: 1, total: 2 }, id: 'aaa' };
      outgoing.write(`${JSON.stringify(step)}\n`);
      finish = () => void outgoing.end(`${JSON.stringify({ stream: 'Loaded image: a:1\n' })}\n`);
    };
    const page = slipway.app.router.connect('web');
    const items: LoadItem[] = [];
    const on = { item: (item: LoadItem) => void items.push(item), done: () => undefined };
    const session = page.session('images.load', { size: tar.length, name: 'my.tar' }, on);
    await session.send({ type: 'data', data: Uint8Array.from(tar.subarray(0, 100)) });
    expect(await listed()).toBeUndefined();
    await session.send({ type: 'data', data: Uint8Array.from(tar.subarray(100)) });
    await eventually('the engine to read it', async () =>
      expect(await listed()).toMatchObject({
        ...{ kind: 'images.load', subject: 'my.tar', state: 'running', image: { layers: [{ part: 0.5 }] } },
      }),
    );
    expect(items).toContainEqual({ type: 'checking', operationId: (await listed())?.id });
    page.close();
    finish();
    await eventually('the end', async () => expect((await listed())?.finishedAt).not.toBeNull());
    expect(await listed()).toMatchObject({ ...{ state: 'done', error: null }, title: 'Load a:1' });
  });

  it('of what is no archive fails, and is told', async () => {
    const { error } = await sendTar(slipway.client, packTar([file('etc/passwd', {})]));
    expect(error).toMatchObject({ reason: 'load-not-images' });
    expect(await listed()).toMatchObject({ state: 'failed', error: { reason: 'load-not-images' } });
    expect(asked).toEqual([]);
  });
});
