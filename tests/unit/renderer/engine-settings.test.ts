import { afterEach, expect, it } from 'vitest';
import {
  editKey,
  followEngineSettings,
  movedOn,
  putBack,
  reviewDraft,
  useEngineSettings,
} from '../../../renderer/state/engine-settings.ts';
import { attachBridge } from '../../../renderer/state/link.ts';
import { executePlan, usePlanDialog } from '../../../renderer/state/plans.ts';
import { eventually } from '../../rig/wait-for.ts';
import { fakeLink } from './fake-link.ts';

let unfollow: () => void = () => undefined;
afterEach(() => unfollow());

/** What the file holds; a plan that is executed writes it. */
let file = '{}\n';
let planned = '';

const settings = () => ({
  ...{ engine: null, effective: [], version: '', address: 'unix:///x.sock', said: '', supervision: 'own' },
  ...{ unit: '', canReload: true, canRestart: true, flags: [], problems: [], inSwarm: false, backups: [] },
  file: { path: '/daemon.json', exists: true, text: file, revision: file, access: 'write' },
  ...{ unfinished: [], steps: [] },
});
const plan = (text: string) => {
  planned = text;
  return { ok: true as const, value: { id: text, kind: 'daemon.apply', items: [], warnings: [] } };
};
const { link } = fakeLink({
  'daemon.get': () => ({ ok: true, value: settings() }),
  'daemon.plan': ({ text }) => plan(String(text)),
  'daemon.rollback': () => plan('{"backup": true}\n'),
  'plans.execute': () => {
    file = planned;
    return { ok: true, value: { id: planned, items: [{ outcome: 'done' }] } };
  },
});

const settled = (what: string, check: () => void) => eventually(what, check, 5_000);
const execute = async () => {
  await settled('the plan', () => expect(usePlanDialog.getState().phase).toBe('review'));
  await executePlan();
  await settled('what is in the file now', () =>
    expect(useEngineSettings.getState().settings?.file?.text).toBe(file),
  );
};

it('keeps what a person wrote while a backup is put back, and lets go of it once it is applied', async () => {
  attachBridge(link);
  unfollow = followEngineSettings();
  await settled('the settings', () => expect(useEngineSettings.getState().settings).not.toBeNull());
  editKey('debug', true);
  const { draft } = useEngineSettings.getState();
  expect(draft).toContain('"debug": true');

  putBack('some-backup');
  await execute();
  expect(file).toContain('backup');
  expect(useEngineSettings.getState().draft).toBe(draft);
  expect(movedOn(useEngineSettings.getState())).toBe(true);

  reviewDraft();
  await execute();
  expect(file).toBe(draft);
  await settled('an end of the draft', () => expect(useEngineSettings.getState().draft).toBeNull());
});
