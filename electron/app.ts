import { join } from 'node:path';
import { SlipwayError } from '../shared/contract/failure.ts';
import { CheckpointBook } from './checkpoints/book.ts';
import { frozenContainers } from './checkpoints/frozen.ts';
import { checkpointsHandlers } from './checkpoints/handlers.ts';
import { Tools as CheckpointTools } from './checkpoints/tools.ts';
import { actOn } from './containers/actions.ts';
import { Crashes } from './containers/crashes/crashes.ts';
import { containersHandlers } from './containers/handlers.ts';
import { listWithDetails } from './containers/list.ts';
import { planRemoval, removalExecutor } from './containers/removal.ts';
import { madeAgain } from './containers/replace/again.ts';
import { openReplacing } from './containers/replace/handlers.ts';
import type { ReplaceTiming } from './containers/replace/timing.ts';
import { Terminals } from './containers/terminals.ts';
import { openContexts } from './contexts/handlers.ts';
import { openEngineSettings } from './daemon/handlers.ts';
import type { SettingsTiming } from './daemon/timing.ts';
import { diskHandlers } from './disk/handlers.ts';
import { measureDisk } from './disk/measure.ts';
import { DiskMeter } from './disk/meter.ts';
import { openPruning } from './disk/prune/handlers.ts';
import type { SchedulerTiming } from './disk/schedule/scheduler.ts';
import { trashHandlers } from './disk/trash-handlers.ts';
import { keepTrash } from './disk/trash-keeper.ts';
import { planToEmpty, planToKeepImages, trashExecutors } from './disk/trash-plans.ts';
import { DockerCredentials } from './docker-config/docker-credentials.ts';
import { Engine } from './engine/engine.ts';
import type { findEngineHost } from './engine/engine-host.ts';
import { engineHandlers } from './engine/handlers.ts';
import type { SessionTiming } from './engine/session.ts';
import { imagesHandlers } from './images/handlers.ts';
import { inspectHandlers } from './inspect/handlers.ts';
import { machineHandlers } from './machine/handlers.ts';
import { startOnDemand } from './managed/demand.ts';
import { managedHandlers } from './managed/handlers.ts';
import { wipingOf } from './managed/wiping.ts';
import { operationsHandlers } from './operations/handlers.ts';
import { Operations } from './operations/operations.ts';
import { Reports } from './operations/reports.ts';
import { settleWhenReady } from './operations/settling.ts';
import { plansHandlers } from './plans/handlers.ts';
import { PlanStore } from './plans/plan-store.ts';
import { Plans } from './plans/plans.ts';
import { Protection } from './plans/protection.ts';
import { TrashBook } from './plans/trash/book.ts';
import { Trash } from './plans/trash/trash.ts';
import { projectsHandlers } from './projects/handlers.ts';
import { registriesHandlers } from './registries/handlers.ts';
import { exportHandlers } from './reset/export/handlers.ts';
import { RunningExports } from './reset/export/running.ts';
import { resetHandlers } from './reset/handlers.ts';
import { openImport } from './reset/import/handlers.ts';
import { type ResetTiming, resetTiming } from './reset/tools.ts';
import { createRouter, type Router } from './rpc/router.ts';
import { type DesktopSeam, settingsHandlers } from './settings/handlers.ts';
import { appResetHandlers } from './settings/reset.ts';
import { openSettings, type SettingsStore } from './settings/store.ts';
import { openStats } from './stats/handlers.ts';
import { OwnEngine } from './supervision/own/own-engine.ts';
import type { OwnTiming } from './supervision/own/runner.ts';
import { Supervision } from './supervision/supervision.ts';

export interface AppOptions {
  /** The folder for settings and state. */
  home: string;
  /** `--engine`: an address, an endpoint's id or a context's name; overrides everything else. */
  engine?: string;
  env: NodeJS.ProcessEnv;
  /** Connect at once and stay connected; otherwise when first needed. */
  watch?: boolean;
  /** Start an engine where none answers, whatever the settings say; told how it went. */
  startEngine?: (told: string) => void;
  /** What only a desktop can do; left out where there is none. */
  desktop?: DesktopSeam;
  /** Shorter deadlines, for tests. */
  timing?: SessionTiming;
  /** The same for replacements. */
  replacing?: Partial<ReplaceTiming>;
  /** The same for resets. */
  resetting?: Partial<ResetTiming>;
  /** The same for an engine of Slipway's own. */
  owning?: Partial<OwnTiming>;
  /** The same for settings of the engine. */
  applying?: Partial<SettingsTiming>;
  /** The same for schedules. */
  scheduling?: SchedulerTiming;
  /** Finds the process of an engine, for tests: an ordinary user may not look into one of root's. */
  engineHost?: typeof findEngineHost;
}

export type { DesktopSeam } from './settings/handlers.ts';

export interface App {
  router: Router;
  /** Resolves when every handler, connection and timer is done. */
  close(): Promise<void>;
}

const recentLimit = 10;

/** The composition root: the one place that knows every service. */
export async function createApp(options: AppOptions): Promise<App> {
  const settings = await openSettings(options.home);
  const protection = new Protection(join(options.home, 'protected.json'));
  await protection.refresh();
  const startMs = () => settings.get().engineStartSeconds * 1000;
  const own = new OwnEngine({
    ...{ home: options.home, env: options.env, startMs },
    binary: () => settings.get().engineBinary,
    ...(options.owning === undefined ? {} : { timing: options.owning }),
  });
  const engine = new Engine({
    env: options.env,
    own: () => own.endpoint(),
    remembered: () => settings.get().endpoint,
    isProtected: (engineId, kind, id) => protection.has(engineId, kind, id),
    remember: (address) => keep(settings, { endpoint: address }),
    ...(options.engine === undefined ? {} : { argument: options.engine }),
    ...(options.timing === undefined ? {} : { timing: options.timing }),
  });
  const supervision = new Supervision(engine, own, options.env, startMs, options.engineHost);
  const store = new PlanStore(join(options.home, 'plans'));
  const stopSweeping = store.keepSwept();
  const plans = new Plans(store, protection, (signal) => engine.engineId(signal));
  const trashBook = new TrashBook(join(options.home, 'trash'));
  const trash = new Trash(engine, trashBook);
  plans.register(removalExecutor(engine, trash));
  for (const executor of trashExecutors(engine, trash, protection)) plans.register(executor);
  const managing = { engine, plans, supervision, env: options.env };
  const reports = new Reports(join(options.home, 'reports'), () => settings.get().keptReports);
  const operations = new Operations(plans, reports);
  const pruning = openPruning(engine, plans, protection, operations, options.home, options.scheduling);
  const stopSettling = settleWhenReady(engine, operations);
  const freezing = new CheckpointTools(engine, new CheckpointBook(join(options.home, 'checkpoints.json')));
  const stopKeepingPolicies = freezing.policies.keep();

  const replacing = openReplacing(engine, plans, protection, options.home, options.replacing);
  const meter = new DiskMeter(engine.connection, (signal, answered) => measureDisk(engine, signal, answered));
  const keeper = keepTrash(engine, trash, {
    plan: async (ids, signal) =>
      planToEmpty(plans, protection, await trash.list(signal), { ids, expired: true }),
    execute: (id, signal) => operations.execute(id, signal, { origin: 'schedule' }),
  });
  const credentials = new DockerCredentials(options.env);
  const importing = openImport(engine, plans, {
    filling: join(options.home, 'imports'),
    makeAgain: madeAgain,
  });
  const authFor = async (reference: string, signal: AbortSignal) => {
    const { host, credential, header, problem } = await credentials.authForReference(reference, signal);
    const { marks } = credentials;
    const verdict = (taken: boolean) => (taken ? marks.clear(host) : marks.refuse(host));
    return { header, problem, ...(credential === null ? {} : { verdict }) };
  };
  const engineSettings = openEngineSettings({
    ...{ engine, plans, home: options.home },
    find: (address, signal) => supervision.ofAddress(address, signal),
    startMs,
    env: options.env,
    timing: options.applying ?? {},
  });
  const exporting = new RunningExports();
  const terminals = new Terminals(engine);
  const crashes = new Crashes(engine);
  const stats = openStats(engine, { home: options.home, settings, stays: options.watch ?? false });
  const acted = (name: string) => {
    const others = settings.get().recentContainers.filter((other) => other !== name);
    keep(settings, { recentContainers: [name, ...others].slice(0, recentLimit) });
  };
  const contexts = openContexts(
    {
      ...{ engine, env: options.env },
      forgetChosen: async () => void (await settings.update({ endpoint: null })),
    },
    plans,
  );
  const router = createRouter({
    checkpoints: checkpointsHandlers(freezing, plans),
    containers: containersHandlers(engine, {
      ...{ plans, protection, terminals, crashes, replacing, authFor, acted },
    }),
    contexts: contexts.handlers,
    daemon: engineSettings.handlers,
    disk: {
      ...diskHandlers(engine, protection, meter),
      ...pruning.handlers,
      ...trashHandlers({
        ...{ engine, plans, protection, trash, meter },
        days: () => settings.get().trashDays,
        keepContainers: (input, signal) =>
          planRemoval(engine, plans, protection, { ...input, volumes: false }, signal),
      }),
    },
    engine: engineHandlers(engine),
    images: imagesHandlers({
      ...{ engine, plans, protection, operations },
      authFor,
      keepImages: (input, signal) => planToKeepImages(engine, plans, protection, input, signal),
    }),
    inspect: inspectHandlers(engine),
    machine: machineHandlers({ engine, operations, env: options.env }),
    managed: managedHandlers(managing, options.home),
    operations: operationsHandlers(operations, reports),
    plans: plansHandlers(plans, async (id, signal, begun) => {
      const { report, unkept } = await operations.execute(id, signal, begun);
      return unkept === null ? report : { ...report, unkept };
    }),
    projects: projectsHandlers({
      list: (signal) => listWithDetails(engine, { all: true, size: false }, () => false, signal),
      act: (id, verb, signal) => actOn(engine, id, { verb, query: {} }, signal),
    }),
    registries: registriesHandlers({ engine, credentials, env: options.env }, plans),
    reset: {
      ...resetHandlers({
        ...{ engine, plans, protection, managed: wipingOf(managing), home: options.home, env: options.env },
        ...{ trash: trashBook, exporting },
        timing: { ...resetTiming, ...options.resetting },
        frozen: (signal) => frozenContainers(freezing, signal),
      }),
      ...exportHandlers(engine, operations, exporting),
      ...importing.handlers,
      ...appResetHandlers(settings),
    },
    settings: settingsHandlers(settings, options.desktop ?? null),
    stats: stats.handlers,
  });
  if (options.watch) {
    await engine.start();
    contexts.follow();
    pruning.startSchedules();
    own.keep();
    engineSettings.recover();
  }
  const wanted =
    options.startEngine !== undefined || (options.watch === true && settings.get().engineOnDemand);
  const starting = wanted ? startOnDemand(managing, options.startEngine ?? process.emitWarning) : null;
  return {
    router,
    async close() {
      await router.close();
      await contexts.close();
      await pruning.close();
      await operations.close();
      await stopSettling();
      await stopKeepingPolicies();
      await importing.stop();
      await stopSweeping();
      await terminals.closeAll();
      replacing.stop();
      meter.close();
      keeper.stop();
      await crashes.close();
      await stats.close();
      await starting?.stop();
      await own.close();
      await engine.close();
      await replacing.ended();
      await engineSettings.ended();
      await keeper.ended();
      await settings.idle();
      // Reads wait their turn: what is still being written is on disk after this one.
      await settings.refresh();
    },
  };
}

/** Remembers something small; the work it belongs to is done and does not fail for it. */
function keep(settings: SettingsStore, changes: Parameters<SettingsStore['update']>[0]): void {
  settings.update(changes).catch((thrown: unknown) => {
    process.emitWarning(thrown instanceof SlipwayError ? thrown.error.message : String(thrown));
  });
}
