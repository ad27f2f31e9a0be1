import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanReport } from '../../../shared/contract/plans.ts';
import { type FakeEngine, startFakeEngine } from '../../rig/fake-engine.ts';
import { type OpenApp, ok, openApp } from '../../rig/open-app.ts';
import { waitFor } from '../../rig/wait-for.ts';

interface FakeContainer {
  name: string;
  state: 'running' | 'exited';
  removed: boolean;
}

const id = 'c'.repeat(64);

/** One container, and what happens to it beside us: `before` is called with each request. */
describe('the trash, with somebody else at work', () => {
  let engine: FakeEngine;
  let app: OpenApp;
  let one: FakeContainer;
  let before: (request: string) => void;
  let refuse: (request: string) => number | null;
  let requests: string[];

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): boolean => {
    const url = new URL(incoming.url ?? '', 'http://engine');
    const path = url.pathname.replace(/^\/v[\d.]+/, '');
    if (path === '/events' && url.searchParams.has('until')) {
      outgoing.writeHead(200).end();
      return true;
    }
    if (!path.startsWith('/containers/')) return false;
    const request = `${incoming.method} ${path.replace(/\/containers\/[^/]+/, '')}`;
    before(request);
    const refused = refuse(request);
    if (path === '/containers/json') {
      const row = { Id: id, Names: [`/${one.name}`], State: one.state, Status: '', ImageID: 'sha256:1' };
      json(outgoing, 200, one.removed ? [] : [row]);
      return true;
    }
    requests.push(request);
    if (refused !== null) json(outgoing, refused, { message: 'refused' });
    else if (one.removed || ![id, one.name].includes(path.split('/')[2] ?? ''))
      json(outgoing, 404, { message: 'no such container' });
    else if (request.startsWith('GET'))
      json(outgoing, 200, {
        Id: id,
        Name: `/${one.name}`,
        State: { Status: one.state },
        Config: { Image: 'img' },
        HostConfig: { RestartPolicy: { Name: '', MaximumRetryCount: 0 } },
        NetworkSettings: { Networks: {} },
        Mounts: [],
      });
    else {
      if (incoming.method === 'DELETE') one.removed = true;
      if (path.endsWith('/rename')) one.name = url.searchParams.get('name') ?? '';
      if (path.endsWith('/stop')) one.state = 'exited';
      if (path.endsWith('/start')) one.state = 'running';
      outgoing.writeHead(204).end();
    }
    return true;
  };

  beforeEach(async () => {
    one = { name: 'web', state: 'exited', removed: false };
    [before, refuse, requests] = [() => undefined, () => null, []];
    engine = await startFakeEngine({ apiVersion: '1.45', minApiVersion: '1.24' }, answer);
    app = await openApp({ engine: engine.host });
  });
  afterEach(async () => {
    await app.close();
    await engine.close();
  });

  const plan = (keepDays?: number) =>
    ok(app.client.call('containers.remove', { ids: [id], ...(keepDays === undefined ? {} : { keepDays }) }));
  const execute = async (made: { id: string }): Promise<PlanReport['items'][number]> => {
    const [item] = (await ok(app.client.call('plans.execute', { id: made.id }))).items;
    if (item === undefined) throw new Error('nothing was planned');
    return item;
  };
  const trash = () => ok(app.client.call('disk.trash', {}));
  const pages = async () => {
    const folder = join(app.home, 'trash');
    const names = await readdir(folder).catch(() => []);
    return names.map((name) => join(folder, name));
  };
  const change = async (path: string, changes: object) => {
    const page: object = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...page, ...changes }));
  };

  it('keeps what went into the trash after a removal or a prune was planned', async () => {
    const removal = await plan();
    const prune = await ok(app.client.call('disk.plan', { kinds: ['containers'] }));
    expect(prune.items).toHaveLength(1);
    expect(await execute(await plan(7))).toMatchObject({ outcomeKey: 'kept' });
    expect(await execute(removal)).toMatchObject({ outcomeKey: 'changed-since' });
    expect(await execute(prune)).toMatchObject({ outcomeKey: 'changed-since' });
    expect(one.removed).toBe(false);
    expect(await trash()).toMatchObject([{ name: 'web', state: 'kept' }]);
  });

  it('leaves alone what is started while it is being put away, before and after it has the other name', async () => {
    for (const moment of ['look', 'rename'] as const) {
      one.state = 'exited';
      const made = await plan(7);
      let looks = 0;
      before = (request) => {
        if (request === 'GET /json') looks += 1;
        if (moment === 'look' ? looks === 2 : request === 'POST /rename') one.state = 'running';
      };
      expect(await execute(made)).toMatchObject({ outcome: 'skipped', outcomeKey: 'now-running' });
      before = () => undefined;
      expect(one).toEqual({ name: 'web', state: 'running', removed: false });
      expect(requests).not.toContain('POST /stop');
      expect(await pages()).toEqual([]);
    }
  });

  it('keeps one record of what was taken out by hand and put in again, and not two of what is in', async () => {
    await execute(await plan(1));
    const [first = ''] = await pages();
    await change(first, { expiresAt: new Date(Date.now() - 1000).toISOString() });
    one.name = 'web';
    const twice = [await plan(9), await plan(9)] as const;
    expect(await execute(twice[0])).toMatchObject({ outcomeKey: 'kept' });
    expect(await execute(twice[1])).toMatchObject({ outcomeKey: 'changed-since' });
    const [entry, ...more] = await trash();
    expect(more).toEqual([]);
    expect(Date.parse(entry?.expiresAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('empties by the record: an old one does not take what is in the trash anew', async () => {
    await execute(await plan(1));
    const [first = ''] = await pages();
    const old = { id: 'trash-0123456789ab', hidden: 'slipway-trash-20260101T000000Z-web' };
    const page: object = JSON.parse(await readFile(first, 'utf8'));
    const stale = { ...page, ...old, putAt: '2026-01-01T00:00:00Z', expiresAt: '2026-01-02T00:00:00Z' };
    await writeFile(join(app.home, 'trash', `${old.id}.json`), JSON.stringify(stale));
    expect((await trash()).map(({ state }) => state)).toEqual(['gone', 'kept']);
    const made = await ok(app.client.call('disk.emptyTrash', { expired: true }));
    expect(made.items).toHaveLength(1);
    expect(await execute(made)).toMatchObject({ outcomeKey: 'changed-since' });
    expect(one.removed).toBe(false);
    expect((await trash()).map(({ state }) => state)).toEqual(['kept']);
    expect(await execute(await ok(app.client.call('disk.emptyTrash', {})))).toMatchObject({
      outcomeKey: 'removed',
    });
    expect(one.removed).toBe(true);
  });

  it('makes no operation of what is past its time and in use, or was refused lately, and tells why', async () => {
    await execute(await plan(1));
    const [page = ''] = await pages();
    await change(page, { expiresAt: new Date(Date.now() - 1000).toISOString() });
    one.state = 'running';
    const { home } = app;
    const reports = () => ok(app.client.call('operations.reports', {})).then((all) => all.length);
    const known = await reports();
    const watching = () => openApp({ engine: engine.host, home, watch: true });
    let keeper = await watching();
    try {
      await waitFor('the reason', async () => (await trash())[0]?.error?.reason === 'trash-in-use', 15_000);
      expect(await reports()).toBe(known);
      await keeper.close();
      one.state = 'exited';
      refuse = (request) => (request.startsWith('DELETE') ? 409 : null);
      keeper = await watching();
      await waitFor('a first try', async () => (await reports()) === known + 1, 15_000);
      await keeper.close();
      requests = [];
      let lists = 0;
      before = (request) => {
        if (request === 'GET ') lists += 1;
      };
      keeper = await watching();
      await waitFor('it to be looked at', () => lists > 1, 15_000);
      await keeper.close();
      expect(requests.filter((request) => request.startsWith('DELETE'))).toEqual([]);
      expect(await reports()).toBe(known + 1);
    } finally {
      await keeper.close();
    }
    // Somebody may do it all the same.
    refuse = () => null;
    const made = await ok(app.client.call('disk.emptyTrash', {}));
    expect(await execute(made)).toMatchObject({ outcomeKey: 'removed' });
  });

  it('does not repeat a restore that was refused', async () => {
    await execute(await plan(7));
    const [page = ''] = await pages();
    const owner = { pid: 2 ** 22 + 1, started: '1' };
    await change(page, { phase: 'restoring', restoring: { name: 'web', start: false }, owner });
    refuse = (request) => (request === 'POST /rename' ? 409 : null);
    for (const _ of [1, 2])
      expect(await trash()).toMatchObject([{ state: 'kept', error: { code: 'conflict' } }]);
    expect(requests.filter((request) => request === 'POST /rename')).toHaveLength(2);
  });
});

function json(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
