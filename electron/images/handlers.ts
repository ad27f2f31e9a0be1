import { fail } from '../../shared/contract/failure.ts';
import type { OperationOrigin } from '../../shared/contract/operations.ts';
import type { Plan } from '../../shared/contract/plans.ts';
import { referenceProblem } from '../../shared/model/image-reference.ts';
import { type AuthFor, pullImage, pushImage } from '../engine/api/pull.ts';
import type { Engine } from '../engine/engine.ts';
import type { Operations } from '../operations/operations.ts';
import type { Plans } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import type { ClientKind, DomainHandlers } from '../rpc/handlers.ts';
import { importTar, load, loadTold, receiveTar } from './load.ts';
import { asOperation, toldOf } from './on-its-way.ts';
import { historyOf, inspectImage, listWithUsers } from './read.ts';
import { planImageRemoval } from './removal.ts';
import { imageRemovalExecutor } from './removal-executor.ts';
import { save } from './save.ts';
import { tag } from './tag.ts';

export interface ImageTools {
  engine: Engine;
  plans: Plans;
  protection: Protection;
  operations: Operations;
  authFor: AuthFor;
  /** The trash is planned by its own domain. */
  keepImages(input: { ids: readonly string[]; days: number }, signal: AbortSignal): Promise<Plan>;
}

/** Serves `images.*`. */
export function imagesHandlers(tools: ImageTools): DomainHandlers<'images'> {
  const { engine, plans, protection, operations, authFor } = tools;
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
    async *pull(input, { signal: caller, client: by }) {
      refuseName(input.reference, input.allTags ? 'repository' : 'any');
      const { reference, platform, allTags } = input;
      const about = { kind: 'images.pull', subject: reference, platform, allTags } as const;
      const begin = async function* (signal: AbortSignal) {
        const client = await engine.client(signal);
        yield* pullImage(client, { ...input, login: await authFor(reference, signal) }, signal);
      };
      yield* asOperation(operations, { ...about, origin: originOf(by) }, caller, begin, toldOf);
    },
    async *push({ reference }, { signal: caller, client: by }) {
      // The engine would push the tag latest in its place.
      refuseName(reference, 'tag');
      const about = { kind: 'images.push', subject: reference, origin: originOf(by) } as const;
      const begin = async function* (signal: AbortSignal) {
        const client = await engine.client(signal);
        yield* pushImage(client, { reference, login: await authFor(reference, signal) }, signal);
      };
      yield* asOperation(operations, about, caller, begin, toldOf);
    },
    async *save({ references }, { signal }) {
      yield* save(await engine.client(signal), references, signal);
    },
    async *load({ size, name }, { messages, signal, client: by }) {
      const client = await engine.client(signal);
      const spool = yield* receiveTar(size, messages);
      const about = { kind: 'images.load', subject: name, origin: originOf(by) } as const;
      const begin = (own: AbortSignal, id: string) => load(client, spool, id, own);
      yield* asOperation(operations, about, signal, begin, loadTold);
    },
    async *import(input, { messages, signal }) {
      yield* importTar(await engine.client(signal), input, messages, signal);
    },
  };
}

const originOf = (client: ClientKind): OperationOrigin => (client === 'cli' ? 'command-line' : 'person');

/** An engine would take it for another name, or say of it what helps nobody. */
function refuseName(reference: string, form: Parameters<typeof referenceProblem>[1]): void {
  const problem = referenceProblem(reference, form);
  if (problem !== null) throw fail('invalid-input', 'image-name-malformed', { name: reference, problem });
}
