import { fail, SlipwayError, toApiError } from '../../shared/contract/failure.ts';
import { listContainers } from '../engine/api/containers.ts';
import { restartPolicyOf, setRestartPolicy, startsByItself } from '../engine/api/restart-policy.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { isProcessAlive, ownProcess } from '../plans/owner.ts';
import type { CheckpointBook, TakenPolicy } from './book.ts';
import type { Subject } from './subject.ts';

const stepMs = 30_000;
const never = { name: 'no', maximumRetryCount: 0 };

/**
 * Restart policies that are off because the engine would start a frozen container afresh. Each is written down before it is
 * taken off, and goes back when the container is restored, is started by anybody, or has no checkpoint any more.
 */
export class Policies {
  readonly #engine: Engine;
  readonly #book: CheckpointBook;

  constructor(engine: Engine, book: CheckpointBook) {
    this.#engine = engine;
    this.#book = book;
  }

  /** @throws conflict `checkpoint-policy` where the engine would not take it off */
  async takeOff({ client, engineId, id, name, raw }: Subject): Promise<void> {
    const restart = restartPolicyOf(raw);
    if (!startsByItself(restart)) return;
    const taken = { engineId, containerId: id, restart, freezing: true, owner: await ownProcess() };
    await this.#book.savePolicy(taken);
    if (await setRestartPolicy(client, id, never, stepMs)) return;
    await this.#book.forgetPolicy(taken);
    throw fail('conflict', 'checkpoint-policy', { container: name, policy: restart.name });
  }

  /** It was frozen: the policy stays off until it runs again. */
  async keepOff(engineId: string, containerId: string): Promise<void> {
    const taken = await this.#book.policyOf(engineId, containerId);
    if (taken?.freezing) await this.#book.savePolicy({ ...taken, freezing: false });
  }

  /** Puts it back now, or where the engine does not answer, as soon as it does again. Answers its name. */
  async giveBack(engineId: string, containerId: string): Promise<string | null> {
    const taken = await this.#book.policyOf(engineId, containerId);
    if (taken === undefined) return null;
    try {
      await this.#put(await this.#engine.clientOf(engineId), taken);
      return taken.restart.name;
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      await this.#book.savePolicy({
        ...taken,
        freezing: true,
        owner: { ...taken.owner, started: 'given up' },
      });
      return null;
    }
  }

  async of(engineId: string, containerId: string): Promise<TakenPolicy | undefined> {
    return this.#book.policyOf(engineId, containerId);
  }

  /** Watches the engine: what runs again, or was never frozen, has its policy back. The answer ends it. */
  keep(): () => Promise<void> {
    const stop = new AbortController();
    let last = Promise.resolve();
    const soon = (work: () => Promise<void>) => {
      last = last.then(work).catch((thrown: unknown) => {
        const { code, message } = toApiError(thrown);
        // The engine went away again: the next time it is there is as good.
        if (code === 'cancelled' || code === 'unreachable' || code === 'timeout') return;
        process.emitWarning(`A restart policy could not be put back: ${message}`);
      });
    };
    const stopListening = this.#engine.connection.listen({
      ready: () => soon(() => this.#settle(stop.signal)),
      event: ({ type, action, id }) => {
        if (type === 'container' && action === 'start') soon(() => this.#started(id, stop.signal));
      },
      gap: () => undefined,
      lost: () => undefined,
      switched: () => undefined,
    });
    return () => {
      stopListening();
      stop.abort();
      return last;
    };
  }

  async #started(containerId: string, signal: AbortSignal): Promise<void> {
    const taken = await this.#book.policyOf(await this.#engine.engineId(signal), containerId);
    if (taken === undefined || taken.freezing) return;
    await this.#put(await this.#engine.clientOf(taken.engineId, signal), taken);
  }

  async #settle(signal: AbortSignal): Promise<void> {
    const engineId = await this.#engine.engineId(signal);
    const policies = await this.#book.policies(engineId);
    if (policies.length === 0) return;
    const client = await this.#engine.clientOf(engineId, signal);
    const rows = new Map((await listContainers(client, { all: true, signal })).map((row) => [row.id, row]));
    for (const taken of policies) {
      const row = rows.get(taken.containerId);
      if (row === undefined) await this.#book.forgetPolicy(taken);
      else if (taken.freezing ? !(await isProcessAlive(taken.owner)) : row.state === 'running')
        await this.#put(client, taken);
    }
  }

  async #put(client: EngineClient, taken: TakenPolicy): Promise<void> {
    try {
      await setRestartPolicy(client, taken.containerId, taken.restart, stepMs);
    } catch (thrown) {
      // The container is gone, and its policy with it.
      if (!(thrown instanceof SlipwayError) || thrown.error.code !== 'not-found') throw thrown;
    }
    await this.#book.forgetPolicy(taken);
  }
}
