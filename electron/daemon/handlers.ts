import { join } from 'node:path';
import type { DaemonSettings, SettingsBackup, UnfinishedSettings } from '../../shared/contract/daemon.ts';
import { fail } from '../../shared/contract/failure.ts';
import { changedKeys } from '../../shared/model/daemon/changes.ts';
import { maskSecret } from '../../shared/model/secrets.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { Backups } from './backups.ts';
import { lastError } from './engine-words.ts';
import { settingsExecutor } from './executor.ts';
import { isWorkedOn, Journal } from './journal.ts';
import type { FindKeeper } from './keeper.ts';
import { canRestart, checkAll, Look, type Looked, supervisionOf, told } from './look.ts';
import { edited, planSettings } from './plan.ts';
import { Recovery } from './recovery.ts';
import { revisionOf } from './settings-file.ts';
import { stepsByHand } from './steps.ts';
import { type SettingsTiming, settingsTiming } from './timing.ts';

export interface DaemonOptions {
  engine: Engine;
  plans: Plans;
  /** The folder for state. */
  home: string;
  find: FindKeeper;
  /** How long a person has an engine take to start, in ms. */
  startMs: () => number;
  env: NodeJS.ProcessEnv;
  timing?: Partial<SettingsTiming>;
}

export interface EngineSettings {
  handlers: DomainHandlers<'daemon'>;
  /** Settles what an earlier Slipway left, in its own time, and again each time an engine answers. */
  recover(): void;
  /** Resolves once nothing is settled any more. */
  ended(): Promise<void>;
}

/** Serves `daemon.*`. */
export function openEngineSettings(options: DaemonOptions): EngineSettings {
  const { engine, plans, home, find } = options;
  const folder = join(home, 'engine-settings');
  const backups = new Backups(join(folder, 'backups'));
  const journal = new Journal(join(folder, 'applying'));
  const timing = () => ({ ...settingsTiming(options.startMs()), ...options.timing });
  const tools = {
    ...{ backups, journal, env: options.env },
    get timing() {
      return timing();
    },
  };
  const look = new Look(engine, find, options.env);
  const recovery = new Recovery(tools, find);
  plans.register(settingsExecutor(look, tools));

  const looking = async (signal: AbortSignal): Promise<Looked> => {
    // What another left is settled before anything is made of these settings.
    await recovery.recover();
    return look.inUse(signal);
  };
  const shown = async (signal: AbortSignal): Promise<Looked> => {
    // A page is not kept waiting for a restart. A command line has only this moment.
    if (!engine.connection.supervised) return looking(signal);
    recovery.recoverSoon();
    return look.inUse(signal);
  };
  return {
    recover: () => recovery.follow(engine),
    ended: () => recovery.ended(),
    handlers: {
      get: async (_input, { signal }) => describe(await shown(signal), { backups, journal }, signal),
      validate: async ({ text }, { signal }) => {
        const { problems, checkedBy } = await checkAll(await look.inUse(signal), text, signal);
        return { valid: problems.every(({ level }) => level !== 'error'), problems, checkedBy };
      },
      plan: async ({ text, set = {}, unset = [], revision }, { signal }) => {
        const looked = await looking(signal);
        const { path } = looked;
        if (revision !== undefined && revision !== revisionOf(looked.text))
          throw fail('conflict', 'daemon-file-changed', { path });
        const wanted = text ?? edited(looked.text, path, set, unset);
        return planSettings(plans, looked, { text: wanted, reason: 'settings-asked' }, timing(), signal);
      },
      rollback: async ({ backup }, { signal }) => {
        const looked = await looking(signal);
        const [newest] = await backups.list(looked.path, looked.address);
        const found = backup === undefined ? newest : await backups.get(backup);
        if (found === undefined || found.path !== looked.path || found.address !== looked.address)
          throw fail('not-found', 'daemon-no-backup', { id: backup ?? '' });
        return planSettings(plans, looked, { text: found.text, reason: 'settings-backup' }, timing(), signal);
      },
    },
  };
}

async function describe(
  looked: Looked,
  { backups, journal }: { backups: Backups; journal: Journal },
  signal: AbortSignal,
): Promise<DaemonSettings> {
  const { keeper, kept, path, text, address } = looked;
  const reached = keeper !== null && path !== '';
  const { problems } = reached ? await checkAll(looked, text ?? '', signal) : { problems: [] };
  const said = keeper === null || looked.info !== null ? '' : await lastError(keeper, kept?.pid ?? null, 0);
  return {
    ...told(looked),
    ...{ version: looked.version, address, said },
    supervision: supervisionOf(keeper),
    unit: kept?.unit ?? '',
    canReload: keeper !== null && looked.info !== null,
    canRestart: canRestart(keeper),
    file: reached
      ? { path, exists: text !== null, text: text ?? '', revision: revisionOf(text), access: looked.access }
      : null,
    flags: looked.flags.map((one) => ({ ...one, value: maskSecret(one.value, one.key) ?? one.value })),
    problems,
    inSwarm: looked.inSwarm,
    backups: (await backups.list(path, address)).map((one): SettingsBackup => {
      const keys = changedKeys(text ?? '', one.text ?? '').map(({ key }) => key);
      return { id: one.id, at: one.at, path: one.path, absent: one.text === null, keys };
    }),
    unfinished: await unfinished(journal, address),
    steps: stepsByHand(looked),
  };
}

async function unfinished(journal: Journal, address: string): Promise<UnfinishedSettings[]> {
  const found: UnfinishedSettings[] = [];
  for (const entry of await journal.list()) {
    if (entry.address !== address || (await isWorkedOn(entry))) continue;
    const { id, at, path, said, error, told: status = 'pending' } = entry;
    found.push({ id, at, path, status, said, ...(error === undefined ? {} : { error }) });
  }
  return found;
}
