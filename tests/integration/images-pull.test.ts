import type { ServerResponse } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { PullProgress } from '../../shared/contract/images-transfer.ts';
import { type FakeEngine, startFakeEngine } from '../rig/fake-engine.ts';
import { type OpenApp, ok, openApp, refused } from '../rig/open-app.ts';
import { startRegistry } from '../rig/registry.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-pull-';

/** Everything a pull tells, and how it ended. */
function pulled(
  { client }: Pick<OpenApp, 'client'>,
  reference: string,
): Promise<{ steps: PullProgress[]; error?: ApiError }> {
  const steps: PullProgress[] = [];
  return new Promise((resolve) => {
    client.stream(
      'images.pull',
      { reference },
      {
        item: (step) => void steps.push(step),
        done: (error) => resolve(error === undefined ? { steps } : { steps, error }),
      },
    );
  });
}

onEachEngine('images.pull', { prefix, kinds: ['main', 'newest'] }, (bench) => {
  it('gets an image with its progress, and a container is made of it', async () => {
    const registry = await startRegistry(bench.engine, 18571);
    const image = `${registry.address}/${prefix}app:1`;
    try {
      await bench.docker('tag', 'lab/busybox:1', image);
      await bench.docker('push', image);
      await bench.docker('rmi', image);
      const { steps, error } = await pulled(bench.slipway, image);
      expect(error).toBeUndefined();
      expect(steps.some(({ status }) => status.startsWith('Pulling from'))).toBe(true);
      expect(steps.at(-1)?.status).toContain('Status:');
      expect(await bench.docker('image', 'ls', '-q', image)).not.toBe('');

      // A create pulls by itself what is missing, and only then.
      await bench.docker('rmi', image);
      const spec = { image, name: `${prefix}made`, command: ['sleep', '1000'] };
      const never = await refused(bench.client.call('containers.create', { spec, pull: 'never' }));
      expect(never.reason).toBe('image-not-here');
      const made = await ok(bench.client.call('containers.run', { spec }));
      expect(await bench.docker('inspect', '-f', '{{.Config.Image}}', made.id)).toBe(image);

      const unknown = await pulled(bench.slipway, `${registry.address}/${prefix}nothing:1`);
      expect(unknown.error).toMatchObject({ code: 'not-found', reason: 'image-not-found' });
    } finally {
      await bench.engine.docker(['rm', '-f', `${prefix}made`]);
      await bench.engine.docker(['rmi', image]);
      await registry.stop();
    }
    const away = await pulled(bench.slipway, `127.0.0.1:18571/${prefix}app:1`);
    expect(away.error).toMatchObject({ code: 'engine-error', reason: 'pull-failed' });
    expect(away.error?.hint?.text).toContain('registry');
  });
});

describe('a pull that goes wrong on its way', () => {
  let engine: FakeEngine;
  let slipway: OpenApp;
  let pulls: ServerResponse[] = [];
  let script: (outgoing: ServerResponse) => void = () => undefined;
  const line = (value: object) => `${JSON.stringify(value)}\r\n`;

  const open = async () => {
    engine = await startFakeEngine({ apiVersion: '1.45' }, (incoming, outgoing) => {
      if (!incoming.url?.includes('/images/create')) return false;
      pulls.push(outgoing);
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      script(outgoing);
      return true;
    });
    slipway = await openApp({ engine: engine.host });
  };
  afterAll(async () => {
    await slipway?.close();
    await engine?.close();
  });

  it('fails when the engine says so after it answered 200', async () => {
    await open();
    script = (outgoing) => {
      outgoing.write(line({ status: 'Downloading', id: 'a1', progressDetail: { current: 5, total: 10 } }));
      outgoing.end(line({ errorDetail: { message: 'unexpected EOF' }, error: 'unexpected EOF' }));
    };
    const { steps, error } = await pulled(slipway, 'team/app:1');
    expect(steps).toEqual([{ id: 'a1', status: 'Downloading', current: 5, total: 10 }]);
    expect(error).toMatchObject({
      reason: 'pull-failed',
      params: { image: 'team/app:1', detail: 'unexpected EOF' },
    });
  });

  it('fails when the answer is cut', async () => {
    script = (outgoing) => {
      outgoing.write(line({ status: 'Downloading', id: 'a1' }), () => outgoing.destroy());
    };
    const { error } = await pulled(slipway, 'team/app:1');
    expect(error?.code).toBe('unreachable');
  });

  it('stops the engine when it is cancelled', async () => {
    pulls = [];
    script = (outgoing) => void outgoing.write(line({ status: 'Downloading', id: 'a1' }));
    const seen: PullProgress[] = [];
    const handle = slipway.client.stream(
      'images.pull',
      { reference: 'team/app:1' },
      { item: (step) => void seen.push(step) },
    );
    await eventually('the pull to be under way', () => expect(seen).toHaveLength(1));
    let closed = false;
    pulls[0]?.once('close', () => {
      closed = true;
    });
    handle.cancel();
    await eventually('the engine to see it go', () => expect(closed).toBe(true));
  });
});
