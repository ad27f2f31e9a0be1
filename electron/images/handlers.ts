import { fail } from '../../shared/contract/failure.ts';
import type { Plan } from '../../shared/contract/plans.ts';
import { referenceProblem } from '../../shared/model/image-reference.ts';
import { type AuthFor, pullImage, pushImage } from '../engine/api/pull.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { importTar, load } from './load.ts';
import { historyOf, inspectImage, listWithUsers } from './read.ts';
import { planImageRemoval } from './removal.ts';
import { imageRemovalExecutor } from './removal-executor.ts';
import { save } from './save.ts';
import { tag } from './tag.ts';

export interface ImageTools {
  engine: Engine;
  plans: Plans;
  protection: Protection;
  authFor: AuthFor;
  /** The trash is planned by its own domain. */
  keepImages(input: { ids: readonly string[]; days: number }, signal: AbortSignal): Promise<Plan>;
}

/** Serves `images.*`. */
export function imagesHandlers(tools: ImageTools): DomainHandlers<'images'> {
  const { engine, plans, protection, authFor } = tools;
  plans.register(imageRemovalExecutor(engine, protection));
  const marks = async (signal: AbortSignal) => {
    await protection.refresh();
    const engineId = await engine.engineId(signal);
    return (id: string) => protection.has(engineId, 'image', id);
  };
  return {
    list: async (input, { signal }) =>
      listWithUsers(await engine.client(signal), input, await marks(signal), signal),
    inspect: async ({ id }, { signal }) =>
      inspectImage(await engine.client(signal), id, await marks(signal), signal),
    history: async ({ id }, { signal }) => historyOf(await engine.client(signal), id, signal),
    tag: async (input, { signal }) => {
      const tagged = await tag(await engine.client(signal), input, signal);
      if (engine.connection.supervised) await Promise.allSettled([engine.mirror.refresh('image', 'all')]);
      return tagged;
    },
    plan: ({ images, keepDays }, { signal }) =>
      keepDays === undefined
        ? planImageRemoval(engine, plans, protection, images, signal)
        : tools.keepImages({ ids: images, days: keepDays }, signal),
    async *pull(input, { signal }) {
      refuseName(input.reference, input.allTags ? 'repository' : 'any');
      const client = await engine.client(signal);
      yield* pullImage(client, { ...input, login: await authFor(input.reference, signal) }, signal);
    },
    async *push({ reference }, { signal }) {
      // The engine would push the tag latest in its place.
      refuseName(reference, 'tag');
      const client = await engine.client(signal);
      yield* pushImage(client, { reference, login: await authFor(reference, signal) }, signal);
    },
    async *save({ references }, { signal }) {
      yield* save(await engine.client(signal), references, signal);
    },
    async *load({ size }, { messages, signal }) {
      yield* load(await engine.client(signal), size, messages, signal);
    },
    async *import(input, { messages, signal }) {
      yield* importTar(await engine.client(signal), input, messages, signal);
    },
  };
}

/** An engine would take it for another name, or say of it what helps nobody. */
function refuseName(reference: string, form: Parameters<typeof referenceProblem>[1]): void {
  const problem = referenceProblem(reference, form);
  if (problem !== null) throw fail('invalid-input', 'image-name-malformed', { name: reference, problem });
}
