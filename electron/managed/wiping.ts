import { setTimeout as wait } from 'node:timers/promises';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { record, text } from '../engine/raw/fields.ts';
import { withEngineAt } from '../supervision/own/ping.ts';
import { wipeData } from '../supervision/own/wipe.ts';
import { connectTo } from './starting.ts';
import type { ManagedTools } from './tools.ts';

const answerMs = 5000;
const backMs = 60_000;
const againMs = 100;

/** What a reset needs of an engine of Slipway's own. */
export interface Wiping {
  describe(engineId: string): Promise<{ dataRoot: string } | null>;
  wipe(engineId: string, items: readonly unknown[], signal: AbortSignal): Promise<{ freedBytes: number }>;
}

/** Lets a reset wipe the data root of the engine that this Slipway owns. */
export function wipingOf(tools: ManagedTools): Wiping {
  const { own } = tools.supervision;
  return {
    async describe(engineId) {
      if (tools.engine.connection.endpoint?.info.address !== own.address) return null;
      if ((await own.owner()) === 'elsewhere' || (await own.state()).status !== 'running') return null;
      return (await idAt(own.socket)) === engineId ? { dataRoot: own.places.data } : null;
    },
    async wipe(engineId, _items, signal) {
      if ((await idAt(own.socket)) !== engineId) throw fail('conflict', 'engine-changed');
      let freedBytes: number;
      try {
        freedBytes = await own.whileStopped(signal, () => wipeData(own.places));
      } finally {
        await back(tools, engineId);
      }
      return { freedBytes };
    },
  };
}

async function idAt(socket: string): Promise<string> {
  const { signal } = new AbortController();
  return withEngineAt(socket, answerMs, signal, async (client) =>
    text(record((await client.json('/info', { signal, deadlineMs: answerMs })).body).ID),
  );
}

/** Waits until it is connected to again, so that the report can be completed. Whatever it does not come to is told there. */
async function back(tools: ManagedTools, engineId: string): Promise<void> {
  const { engine, supervision } = tools;
  const signal = AbortSignal.timeout(backMs);
  while (!signal.aborted) {
    try {
      await connectTo(tools, supervision.own.address, signal);
      if ((await engine.engineId(signal)) === engineId) return;
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError) && !signal.aborted) throw thrown;
    }
    await wait(againMs);
  }
}
