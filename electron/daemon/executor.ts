import { fail } from '../../shared/contract/failure.ts';
import type { SettingsReport } from '../../shared/contract/settings-plan.ts';
import { changedKeys } from '../../shared/model/daemon/changes.ts';
import { record } from '../engine/raw/fields.ts';
import { ownProcess } from '../plans/owner.ts';
import type { PlanExecutor, StepResult } from '../plans/plans.ts';
import { type Applied, type ApplyTools, applySettings } from './apply.ts';
import { askEngine } from './ask.ts';
import { compareEffective, effectiveSettings } from './effective.ts';
import { checkAll, type Look, type Looked, runningContainers } from './look.ts';
import { stopping } from './plan.ts';
import { revisionOf } from './settings-file.ts';

interface Params {
  address: string;
  path: string;
  apply: 'start' | 'reload' | 'restart';
  absent: boolean;
  text: string;
  before: string;
  running: string;
}

/** Applies settings as they were planned: looks at everything again first. */
export function settingsExecutor(look: Look, tools: ApplyTools): PlanExecutor {
  const { backups } = tools;
  return {
    kind: 'daemon.apply',
    ofMachine: true,
    async step(_item, params, signal, context) {
      // Only planSettings makes these.
      const planned = params as unknown as Params;
      context.tell('settings-checking');
      const looked = await look.at(planned.address, signal);
      const after = planned.absent ? null : planned.text;
      await mustBeAsPlanned(looked, planned, after, signal);
      const { keeper } = looked;
      if (keeper === null) throw fail('unsupported', 'daemon-out-of-reach', { address: planned.address });
      const ran = looked.info === null ? new Map<string, string>() : await running(planned.address, signal);
      const backup = await backups.keep({ path: planned.path, address: planned.address, text: looked.text });
      const entry = {
        ...{
          id: context.plan.id,
          at: new Date().toISOString(),
          address: planned.address,
          path: planned.path,
        },
        ...{ apply: planned.apply, backup: backup.id, before: planned.before, after: revisionOf(after) },
        ...{ phase: 'writing' as const, pid: looked.kept?.pid ?? null, owner: await ownProcess(), said: '' },
      };
      const applied = await applySettings(
        tools,
        keeper,
        entry,
        { before: looked.text, after },
        context.tell,
      ).catch(async (thrown: unknown) => {
        // Nothing was written: there is nothing to go back to.
        await backups.remove(backup.id);
        throw thrown;
      });
      return resultOf(applied, await reportOf(applied, { planned, looked, after, ran }));
    },
  };
}

/** @throws conflict `daemon-file-changed`, `daemon-more-run`, `engine-changed`; invalid-input `daemon-invalid` */
async function mustBeAsPlanned(
  looked: Looked,
  { path, address, before, apply, running: planned }: Params,
  after: string | null,
  signal: AbortSignal,
): Promise<void> {
  if (looked.path !== path || revisionOf(looked.text) !== before)
    throw fail('conflict', 'daemon-file-changed', { path });
  const { problems } = await checkAll(looked, after ?? '', signal);
  const [error] = problems.filter(({ level }) => level === 'error');
  if (error !== undefined) throw fail('invalid-input', 'daemon-invalid', { detail: error.message });
  if (apply !== 'restart' || looked.info === null) return;
  const { stops } = await askEngine(address, signal, (client) => stopping(client, looked, after, signal));
  const known: readonly unknown[] = JSON.parse(planned);
  const more = stops.filter((name) => !known.includes(name));
  if (more.length > 0) throw fail('conflict', 'daemon-more-run', { names: more.join(', ') });
}

const running = (address: string, signal: AbortSignal) =>
  askEngine(address, signal, (client) => runningContainers(client, signal));

/** What the engine tells afterwards; nothing where it does not answer. */
async function reportOf(
  applied: Applied,
  {
    planned,
    looked,
    after,
    ran,
  }: { planned: Params; looked: Looked; after: string | null; ran: Map<string, string> },
): Promise<SettingsReport> {
  const said = applied.kind === 'applied' ? '' : applied.said;
  const changes = changedKeys(looked.text ?? '', after ?? '');
  const signal = AbortSignal.timeout(15_000);
  try {
    return await askEngine(planned.address, signal, async (client) => {
      const info = record((await client.json('/info', { signal })).body);
      const now = await runningContainers(client, signal);
      return {
        said,
        ...(applied.kind === 'applied' ? compareEffective(changes, effectiveSettings(info)) : nothing),
        stopped: [...ran].filter(([id]) => !now.has(id)).map(([, name]) => name),
      };
    });
  } catch {
    // The report is of what was done; that the engine cannot be asked is told by its outcome, or seen by the person.
    return { said, ...nothing, untold: changes.map(({ key }) => key), stopped: [...ran.values()] };
  }
}

const nothing = { seen: [], different: [], untold: [] };

function resultOf(applied: Applied, settings: SettingsReport): StepResult {
  switch (applied.kind) {
    case 'applied':
      return {
        outcome: 'done',
        outcomeKey: 'settings-applied',
        detail: 'The engine took them over.',
        settings,
      };
    case 'put-back': {
      const { error } = applied;
      return { outcome: 'failed', outcomeKey: 'settings-put-back', detail: error.message, error, settings };
    }
    case 'stuck': {
      const { error } = applied;
      return {
        outcome: 'failed',
        outcomeKey: 'settings-put-back-failed',
        detail: error.message,
        error,
        settings,
      };
    }
  }
}
