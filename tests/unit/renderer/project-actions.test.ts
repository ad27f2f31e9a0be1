import { beforeEach, describe, expect, it } from 'vitest';
import { takeEngineState } from '../../../renderer/state/connection.ts';
import { attachBridge } from '../../../renderer/state/link.ts';
import { actOnProject } from '../../../renderer/state/project-actions.ts';
import { toast, useToasts } from '../../../renderer/state/toasts.ts';
import type { EngineState } from '../../../shared/contract/engine.ts';
import { failure } from '../../../shared/contract/failure.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import { fakeLink } from './fake-link.ts';

const busy = failure('engine-error', 'engine-error', { detail: 'busy' });
const project: Project = {
  ...{ name: 'shop', kind: 'compose', state: 'stopped', running: 0, unhealthy: 0 },
  ...{ containers: [{ id: 'a', name: 'shop-web-1', service: 'web', state: 'exited' }], configFiles: [] },
};

const engine = (id: string): EngineState => ({
  ...{ status: 'ready', endpoint: null, since: '2024-11-03T10:00:00Z', engineTimeMs: null, skippedEvents: 0 },
  engine: {
    ...{ id, name: id, kind: 'docker', version: '26.1.5', apiVersion: '1.45', serverApiVersion: '1.45' },
    ...{ minApiVersion: '1.24', os: 'linux', arch: 'amd64', cpus: 2, memoryBytes: 1, experimental: false },
  },
});
const away: EngineState = {
  ...{
    status: 'connecting',
    endpoint: null,
    since: '2024-11-03T10:00:00Z',
    engineTimeMs: null,
    skippedEvents: 0,
  },
};
const toasts = () => useToasts.getState().toasts;

beforeEach(() => {
  takeEngineState(engine('one'));
  useToasts.setState({ toasts: [] });
});

describe('a project action that failed', () => {
  it('is tried again on the engine it failed on', async () => {
    const { link, calls } = fakeLink({ 'projects.start': () => ({ ok: false, error: busy }) });
    attachBridge(link);
    await actOnProject(project, 'start');
    takeEngineState(away);
    takeEngineState(engine('one'));
    toasts()[0]?.action?.run();
    await expect.poll(() => calls.length).toBe(2);
  });

  it('is never tried on another engine, where its name means another project', async () => {
    const { link, calls } = fakeLink({ 'projects.start': () => ({ ok: false, error: busy }) });
    attachBridge(link);
    await actOnProject(project, 'start');
    const offer = toasts()[0]?.action;
    expect(offer).toBeDefined();
    takeEngineState(away);
    offer?.run();
    expect(toasts()).toMatchObject([{ tone: 'warning' }]);
    takeEngineState(engine('two'));
    offer?.run();
    expect(calls).toHaveLength(1);
  });

  it('offers nothing where the engine changed meanwhile', async () => {
    const { link } = fakeLink({
      'projects.start': () => {
        takeEngineState(engine('two'));
        return { ok: false, error: busy };
      },
    });
    attachBridge(link);
    await actOnProject(project, 'start');
    expect(toasts()).toMatchObject([{ error: busy }]);
    expect(toasts()[0]?.action).toBeUndefined();
  });
});

it('what messages offer is for the engine in use; what is under way goes on', () => {
  const action = { label: () => 'Do it', run: () => undefined };
  toast({ key: 'offer', tone: 'problem', title: () => 'It failed', action });
  toast({ key: 'running', tone: 'info', title: () => 'Sending', action });
  toast({ key: 'settings', tone: 'problem', title: () => 'Settings', action, anyEngine: true });
  toast({ key: 'done', tone: 'done', title: () => 'Done' });
  takeEngineState(away);
  expect(toasts()).toHaveLength(4);
  takeEngineState(engine('two'));
  expect(toasts().map(({ key }) => key)).toEqual(['running', 'settings', 'done']);
});
