import { sharedEngine } from '../engine-lab/shared-engine.ts';
import { labSupport } from '../engine-lab/support.ts';
import { type EngineKind, engineKinds } from '../engine-lab/types.ts';

/** Starts an engine of every kind that can run here, for all suites of the run; answers what stops them. */
async function startEngines(kinds: readonly EngineKind[]): Promise<() => Promise<void>> {
  const started = await Promise.allSettled(
    kinds.filter((kind) => labSupport(kind).ok).map((kind) => sharedEngine(kind)),
  );
  const engines = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(engines.map((engine) => engine.stop()));
  };
  const failure = started.find((result) => result.status === 'rejected');
  if (failure === undefined) return stop;
  await stop();
  throw failure.reason;
}

/** vitest's globalSetup of the integration suite: one shared engine a kind (`connectEngine(kind)` in the tests). */
export function setup(): Promise<() => Promise<void>> {
  return startEngines(engineKinds);
}

/** Playwright's globalSetup: the main engine. */
export function setupMain(): Promise<() => Promise<void>> {
  return startEngines(['main']);
}
