import { dirname } from 'node:path';
import { startEngine } from './engine.ts';
import { externalEngine } from './external.ts';
import { engineHandle } from './handle.ts';
import { engineVariable } from './paths.ts';
import { readState } from './state.ts';
import type { EngineKind, EngineOptions, LabEngine } from './types.ts';

/**
 * One engine for a whole test run: call it in a globalSetup, `stop()` the result in the teardown. Puts the host into
 * `SLIPWAY_LAB_<KIND>`, where the workers' `connectEngine` finds it. An engine already named there is used as it is,
 * and then `stop()` leaves it running: whoever started it ends it.
 */
export async function sharedEngine(kind: EngineKind, options: EngineOptions = {}): Promise<LabEngine> {
  const variable = engineVariable(kind);
  if (process.env[variable]) {
    const found = await connectEngine(kind);
    return withStop(found, () => Promise.resolve());
  }
  const engine = await startEngine(kind, { images: true, ...options });
  process.env[variable] = engine.host;
  return withStop(engine, async () => {
    delete process.env[variable];
    await engine.stop();
  });
}

/** The same handle with another `stop`. A spread would freeze `pid`, which is a getter. */
function withStop(engine: LabEngine, stop: () => Promise<void>): LabEngine {
  const descriptors = Object.getOwnPropertyDescriptors(engine);
  return Object.defineProperties({} as LabEngine, {
    ...descriptors,
    stop: { value: stop, enumerable: true },
  });
}

/** A handle on the shared engine of a kind, in any process of the run. Throws when none was started. */
export async function connectEngine(kind: EngineKind): Promise<LabEngine> {
  const variable = engineVariable(kind);
  const host = process.env[variable];
  if (!host)
    throw new Error(`No shared ${kind} engine: ${variable} is not set. Call sharedEngine in globalSetup.`);
  return attachEngine(kind, host);
}

/** A handle on a running engine by its host: with all powers if it is the lab's own, else for use only. */
export async function attachEngine(kind: EngineKind, host: string): Promise<LabEngine> {
  const state = host.startsWith('unix://') ? readState(dirname(host.slice('unix://'.length))) : undefined;
  return state ? engineHandle(state) : externalEngine(kind, host);
}
