import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../electron/engine/raw/fields.ts';
import type { PlanDraft, Plans } from '../../../electron/plans/plans.ts';
import { importExecutor } from '../../../electron/reset/import/executor.ts';
import { Filling, importLabel } from '../../../electron/reset/import/filling.ts';
import { planImport } from '../../../electron/reset/import/plan.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../../shared/contract/plans.ts';
import { engineOfVolumes } from './engine-of-volumes.ts';

type Kind = 'volume' | 'network' | 'container';
const never = new AbortController().signal;
const gone = () => {
  throw fail('unreachable', 'engine-error', { detail: 'gone' });
};
let folder = '';
let notes = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-import-'));
  notes = join(folder, 'notes');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An export with definitions only; answers its checksum. */
async function exported(objects: readonly { kind: Kind; name: string; value: RawRecord }[]): Promise<string> {
  const files = [];
  const listed = [];
  for (const { kind, name, value } of objects) {
    const path = `${kind}s/${name}.json`;
    const content = JSON.stringify(value);
    await mkdir(join(folder, `${kind}s`), { recursive: true });
    await writeFile(join(folder, path), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    files.push({ path, bytes: Buffer.byteLength(content), sha256 });
    listed.push({ kind, name, definition: path, data: null });
  }
  const manifest = JSON.stringify({
    ...{ format: 'slipway-export', version: 1, createdAt: '', objects: listed, leftOut: [], files },
    engine: { id: 'one', name: 'lab', kind: 'docker', version: '1', apiVersion: '1.45' },
  });
  const checksum = createHash('sha256').update(manifest).digest('hex');
  await writeFile(join(folder, 'manifest.json'), manifest);
  await writeFile(join(folder, 'manifest.json.sha256'), `${checksum}  manifest.json\n`);
  return checksum;
}

const volume = { kind: 'volume', name: 'data', value: { Name: 'data', Labels: { kept: 'yes' } } } as const;
const container = (more: RawRecord = {}) =>
  ({
    kind: 'container',
    name: 'web',
    value: {
      container: {
        ...{ Image: 'sha256:1', Config: { Image: 'web:1' }, State: { Running: true }, ...more },
        Mounts: [{ Type: 'volume', Name: 'data' }],
      },
      image: {},
    },
  }) as const;

async function open(objects: Parameters<typeof exported>[0]) {
  const lab = engineOfVolumes();
  const checksum = await exported(objects);
  const filling = new Filling(notes);
  const makeAgain = () => ({ body: {}, afterwards: { net: {} } });
  const executor = importExecutor({ engine: lab.engine, filling, makeAgain });
  const plan = { engineId: 'one' } as Plan;
  const item = (kind: Kind, name: string) =>
    ({ kind, name, id: '', action: 'create', bytes: null }) as unknown as PlanItem;
  const step = (kind: Kind, name: string, signal = never) =>
    executor.step(item(kind, name), { folder, checksum }, signal, { plan, tell: () => undefined });
  let draft: PlanDraft | null = null;
  const plans = {
    make: async (made: PlanDraft) => {
      draft = made;
    },
  } as unknown as Plans;
  const planned = async (): Promise<Pick<PlanDraft, 'items' | 'warnings'>> => {
    await planImport(lab.engine, plans, filling, { folder, start: true }, never);
    return draft ?? { items: [], warnings: [] };
  };
  const whereIs = (kind: Kind, name: string) => executor.whereIs?.(item(kind, name), 'one', never);
  const open = () => readdir(notes).catch(() => []);
  return { ...lab, filling, step, planned, whereIs, notes: open };
}

describe('a volume of an import', () => {
  it('has its own labels and the one of the import, and leaves no note', async () => {
    const { step, volumes, notes } = await open([volume]);
    expect(await step('volume', 'data')).toMatchObject({ outcomeKey: 'made' });
    expect(volumes.get('data')?.Labels).toEqual({
      kept: 'yes',
      [importLabel]: expect.stringMatching(/^\w{24}$/),
    });
    expect(await notes()).toEqual([]);
  });

  it('is somebody else’s where it was made a moment before: nothing is written to it', async () => {
    const { step, volumes, before, asked, notes } = await open([volume]);
    before.set('POST /volumes/create', () => volumes.set('data', { Name: 'data', Labels: null }));
    expect(await step('volume', 'data')).toMatchObject({ outcome: 'skipped', outcomeKey: 'now-taken' });
    expect(volumes.has('data')).toBe(true);
    expect(asked).not.toContain('DELETE /volumes/data');
    expect(await notes()).toEqual([]);
  });

  it('is removed where only the answer was lost, whatever time the engine tells', async () => {
    const { step, volumes, after, filling, engine, notes } = await open([volume]);
    after.set('POST /volumes/create', gone);
    after.set('GET /volumes/data', gone);
    await expect(step('volume', 'data')).rejects.toMatchObject({
      error: { message: expect.stringMatching(/as soon as the engine/) },
    });
    expect([volumes.has('data'), (await notes()).length]).toEqual([true, 1]);
    after.clear();
    volumes.set('data', { ...volumes.get('data'), CreatedAt: 'another' });
    await filling.sweep(engine, never);
    expect([volumes.has('data'), await notes()]).toEqual([false, []]);
  });

  it('is looked for again where the engine makes it only after it went away', async () => {
    const { step, volumes, before, filling, engine, notes } = await open([volume]);
    before.set('POST /volumes/create', gone);
    await expect(step('volume', 'data')).rejects.toMatchObject({ error: { code: 'engine-error' } });
    const [note = ''] = await notes();
    volumes.set('data', { Name: 'data', Labels: { [importLabel]: note.replace('.json', '') } });
    await filling.sweep(engine, never);
    expect([volumes.has('data'), await notes()]).toEqual([false, []]);
  });

  it('is left alone where somebody has made it anew', async () => {
    const { volumes, filling, engine, notes, client } = await open([volume]);
    const { note } = await filling.begin('one', 'data');
    expect(await filling.failed(note, { ...client, json: gone } as never)).toBe(false);
    volumes.set('data', { Name: 'data', Labels: { [importLabel]: 'of another import' } });
    await filling.sweep(engine, never);
    expect([volumes.has('data'), await notes()]).toEqual([true, []]);
  });

  it('is finished being asked for when it is cancelled, and removed then', async () => {
    const { step, volumes, before, notes } = await open([volume]);
    const stop = new AbortController();
    before.set('POST /volumes/create', () => stop.abort());
    expect(await step('volume', 'data', stop.signal)).toMatchObject({ outcomeKey: 'cancelled' });
    expect([volumes.has('data'), await notes()]).toEqual([false, []]);
  });

  it('is not there for containers and for plans while it is half filled', async () => {
    const { step, volumes, filling, planned, before } = await open([volume, container()]);
    const { nonce, note } = await filling.begin('one', 'data');
    volumes.set('data', { Name: 'data', Driver: 'local', Labels: { [importLabel]: nonce } });
    expect(await step('container', 'web')).toMatchObject({
      outcomeKey: 'lacks',
      detail: expect.stringContaining('data'),
    });
    const { items, warnings } = await planned();
    expect(items).toEqual([]);
    expect(warnings).toEqual([
      { kind: 'import-unfinished', names: ['data'] },
      { kind: 'import-needs', names: ['web (data)'] },
    ]);
    // Given up, and in use: it stays as it is, and is gone before the next plan once it can be.
    before.set('DELETE /volumes/data', () => {
      throw fail('conflict', 'name-taken', {}, { status: 409 });
    });
    const { client } = engineOfVolumes();
    expect(await filling.failed(note, { ...client, json: gone } as never)).toBe(false);
    expect((await planned()).warnings).toHaveLength(2);
    before.clear();
    expect((await planned()).items.map(({ name }) => name)).toEqual(['data', 'web']);
    expect(volumes.has('data')).toBe(false);
  });

  it('is settled by its label after Slipway died', async () => {
    const { whereIs, volumes, containers } = await open([volume]);
    expect(await whereIs('volume', 'data')).toBe('not-made');
    volumes.set('data', { Name: 'data', Labels: { of: 'another' } });
    expect(await whereIs('volume', 'data')).toBe('not-made');
    volumes.set('data', { Name: 'data', Labels: { [importLabel]: 'x' } });
    expect(await whereIs('volume', 'data')).toBe('made');
    expect(await whereIs('container', 'web')).toBe('not-made');
    containers.set('web', { Id: 'id', Name: '/web' });
    expect(await whereIs('container', 'web')).toBe('made-unsure');
  });
});

describe('a container of an import', () => {
  const filled = async () => {
    const lab = await open([volume, container()]);
    lab.volumes.set('data', { Name: 'data', Labels: {} });
    return lab;
  };

  it('is removed again where it was cancelled while the engine made it', async () => {
    const { step, containers, before } = await filled();
    const stop = new AbortController();
    before.set('POST /containers/create', () => stop.abort());
    expect(await step('container', 'web', stop.signal)).toMatchObject({ outcomeKey: 'cancelled' });
    expect(containers.size).toBe(0);
  });

  it('tells both failures where it could not be attached nor removed', async () => {
    const { step, before } = await filled();
    const refuse = (detail: string) => () => {
      throw fail('engine-error', 'engine-error', { detail });
    };
    before.set('POST /networks/net/connect', refuse('no such network'));
    before.set('DELETE /containers/made', refuse('it is stuck'));
    const error = {
      reason: 'import-left',
      message: expect.stringMatching(/no such network.*web.*it is stuck/),
    };
    await expect(step('container', 'web')).rejects.toMatchObject({ error });
  });
});

describe('the plan of an import', () => {
  it('warns of containers that reach the machine', async () => {
    const powers = { Privileged: true, Binds: ['/etc:/host:ro', 'data:/d'], PidMode: 'host' };
    const { planned } = await open([volume, container({ HostConfig: powers })]);
    expect((await planned()).warnings).toContainEqual({
      kind: 'import-powers',
      names: ['web (privileged, PidMode host, /etc)'],
    });
  });

  it('makes settings before the networks that take them, and no network of a swarm outside of one', async () => {
    const network = (name: string, value: RawRecord) =>
      ({ kind: 'network', name, value: { Name: name, ...value } }) as const;
    const from = (Network: string) => ({ ConfigFrom: { Network } });
    const { planned, info } = await open([
      ...[network('a', from('z')), network('b', from('none')), network('over', { Scope: 'swarm' })],
      ...[network('plain', {}), network('z', { ConfigOnly: true })],
    ]);
    const { items, warnings } = await planned();
    expect(items.map(({ name }) => name)).toEqual(['z', 'a', 'plain']);
    expect(warnings).toEqual([
      { kind: 'import-swarm-networks', names: ['over'] },
      { kind: 'import-needs', names: ['b (none)'] },
    ]);
    info.swarm = { LocalNodeState: 'active', ControlAvailable: true };
    expect((await planned()).items.map(({ name }) => name)).toContain('over');
  });
});
