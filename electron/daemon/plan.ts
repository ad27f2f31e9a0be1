import { fail } from '../../shared/contract/failure.ts';
import type { Plan, PlanWarning } from '../../shared/contract/plans.ts';
import type { SettingsPlan } from '../../shared/contract/settings-plan.ts';
import { changedKeys, type KeyChange, settingsIn } from '../../shared/model/daemon/changes.ts';
import { setKey } from '../../shared/model/daemon/edit.ts';
import type { EngineClient } from '../engine/client.ts';
import { flag } from '../engine/raw/fields.ts';
import type { Plans } from '../plans/plans.ts';
import { askEngine } from './ask.ts';
import { canRestart, checkAll, type Looked, runningContainers } from './look.ts';
import { maskedJson } from './masked.ts';
import { deadInsecure, deadMirrors } from './registry-trial.ts';
import { revisionOf } from './settings-file.ts';
import type { SettingsTiming } from './timing.ts';

/** What a person types where a mirror that is to be used does not answer. */
const anyway = 'anyway';

export interface Wanted {
  /** null: no file, as it was before there was one. */
  text: string | null;
  reason: 'settings-asked' | 'settings-backup';
}

/**
 * Plans to write a text and have the engine take it over. Nothing is touched; mirrors that are new are asked.
 * @throws invalid-input `daemon-invalid`, `daemon-no-change`; unsupported `daemon-out-of-reach`, `daemon-restart-by-hand`,
 * `daemon-start-by-hand`; permission-denied `daemon-file-closed`
 */
export async function planSettings(
  plans: Plans,
  looked: Looked,
  { text, reason }: Wanted,
  timing: SettingsTiming,
  signal: AbortSignal,
): Promise<Plan> {
  const { keeper, path, address } = looked;
  if (keeper === null || path === '') throw fail('unsupported', 'daemon-out-of-reach', { address });
  if (looked.access === 'none') throw fail('permission-denied', 'daemon-file-closed', { path });
  if (revisionOf(text) === revisionOf(looked.text)) throw fail('invalid-input', 'daemon-no-change');
  const { problems, checkedBy } = await checkAll(looked, text ?? '', signal);
  const [error] = problems.filter(({ level }) => level === 'error');
  if (error !== undefined) throw fail('invalid-input', 'daemon-invalid', { detail: error.message });
  const changes = changedKeys(looked.text ?? '', text ?? '');
  const apply = wayOf(looked, changes);
  const containers =
    apply === 'restart'
      ? await askEngine(address, signal, (client) => stopping(client, looked, text, signal))
      : none;
  const added = newRegistries(changes);
  const [mirrors, insecure] = await Promise.all([
    deadMirrors(added.mirrors, timing.registryMs, signal),
    deadInsecure(added.insecure, timing.registryMs, signal),
  ]);
  const doubts = problems.filter(({ level }) => level === 'warning').map(({ message }) => message);
  const settings: SettingsPlan = {
    ...{ path, apply, checkedBy, ...containers, waitSeconds: Math.round(timing.backMs / 1000) },
    changes: changes.map(({ key, before, after, effect }) => ({
      ...{ key, effect },
      before: maskedJson(key, before),
      after: maskedJson(key, after),
    })),
  };
  return plans.make({
    kind: 'daemon.apply',
    // The engine may be down, and have another id once it is back.
    engineId: '',
    items: [
      {
        kind: 'settings',
        id: path,
        name: path,
        reason: english[reason],
        reasonKey: reason,
        bytes: null,
        action: 'apply',
      },
    ],
    warnings: warningsOf({ changes, apply, mirrors, insecure, doubts, checkedBy, version: looked.version }),
    params: {
      ...{ address, path, apply, absent: text === null, text: text ?? '', before: revisionOf(looked.text) },
      running: JSON.stringify(containers.stops),
    },
    settings,
    ...(mirrors.length > 0 ? { confirm: anyway } : {}),
  });
}

const english = {
  'settings-asked': 'You changed it. What was in the file is backed up first.',
  'settings-backup': 'You chose this backup. What is in the file is backed up first.',
} as const;
const none = { stops: [], stays: [] };

/** The text of a file with some keys changed. @throws invalid-input `daemon-broken-text` */
export function edited(
  text: string | null,
  path: string,
  set: Readonly<Record<string, unknown>>,
  unset: readonly string[],
): string {
  let now = text ?? '';
  for (const [key, value] of [...Object.entries(set), ...unset.map((key) => [key, undefined] as const)]) {
    const next = setKey(now, key, value);
    if (next === null) throw fail('invalid-input', 'daemon-broken-text', { path });
    now = next;
  }
  return now;
}

function wayOf({ keeper, info }: Looked, changes: readonly KeyChange[]): 'start' | 'reload' | 'restart' {
  const late = changes.filter(({ effect }) => effect === 'restart').map(({ key }) => key);
  if (info === null) {
    if (canRestart(keeper)) return 'start';
    throw fail('unsupported', 'daemon-start-by-hand');
  }
  if (late.length === 0) return 'reload';
  if (canRestart(keeper)) return 'restart';
  throw fail('unsupported', 'daemon-restart-by-hand', { keys: late.join(', ') });
}

/** Containers that stop when the engine restarts: none where they are taken over by the next one. */
export async function stopping(
  client: EngineClient,
  looked: Pick<Looked, 'info'>,
  text: string | null,
  signal: AbortSignal,
): Promise<{ stops: string[]; stays: string[] }> {
  const names = [...(await runningContainers(client, signal)).values()].sort();
  const after = settingsIn(text ?? '')['live-restore'];
  // It has to be in force now, for the one that ends, and then, for the one that begins.
  const restores = flag(looked.info?.LiveRestoreEnabled) && after === true;
  return restores ? { stops: [], stays: names } : { stops: names, stays: [] };
}

function newRegistries(changes: readonly KeyChange[]): { mirrors: string[]; insecure: string[] } {
  const added = (key: string): string[] => {
    const change = changes.find((one) => one.key === key);
    const before = Array.isArray(change?.before) ? change.before : [];
    const after: unknown[] = Array.isArray(change?.after) ? change.after : [];
    return after.filter((one) => typeof one === 'string').filter((one) => !before.includes(one));
  };
  return { mirrors: added('registry-mirrors'), insecure: added('insecure-registries') };
}

function warningsOf(of: {
  changes: readonly KeyChange[];
  apply: SettingsPlan['apply'];
  mirrors: string[];
  insecure: string[];
  doubts: string[];
  checkedBy: 'engine' | 'rules';
  version: string;
}): PlanWarning[] {
  const keys = (which: (change: KeyChange) => boolean) => of.changes.filter(which).map(({ key }) => key);
  const all: PlanWarning[] = [
    { kind: 'settings-moves', names: keys(({ moves }) => moves) },
    { kind: 'settings-sticky', names: of.apply === 'reload' ? keys(({ sticks }) => sticks) : [] },
    { kind: 'settings-mirror', names: of.mirrors },
    { kind: 'settings-insecure', names: of.insecure },
    { kind: 'settings-doubts', names: of.doubts },
    { kind: 'settings-by-rules', names: of.checkedBy === 'rules' ? [of.version || '?'] : [] },
  ];
  return all.filter(({ names }) => names.length > 0);
}
