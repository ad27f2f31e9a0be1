import type { Container } from '../../../shared/contract/containers.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { fail, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import type { Restored, TrashEntry, TrashKind } from '../../../shared/contract/trash.ts';
import { isHiddenAs, isTrashName, isTrashTag, nameBeforeTrash } from '../../../shared/model/trash-names.ts';
import { listContainers } from '../../engine/api/containers.ts';
import { hasPassed } from '../../engine/api/existence.ts';
import { listImages } from '../../engine/api/resources.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { ownProcess } from '../owner.ts';
import type { StepResult, Whereabouts } from '../plans.ts';
import { isHandledElsewhere, type TrashBook, type TrashPage } from './book.ts';
import { hideContainer, rememberContainer, restoreContainer, unhideContainer } from './containers.ts';
import { emptyOne } from './empty.ts';
import { entryOf, foreignPage, isForeign, shortOf } from './entries.ts';
import { hideImage, lookUpHidden, rememberImage, restoreImage } from './images.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface KeepOptions {
  /** The engine it is on. */
  engineId: string;
  /** Kept for so long. */
  days: number;
  /** A running container is stopped for it; otherwise it is left alone. */
  stop: boolean;
}

/** Removed things that can be put back. What is to be done to the engine is written down first, and finished after a crash. */
export class Trash {
  readonly #engine: Engine;
  readonly #book: TrashBook;
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, book: TrashBook) {
    this.#engine = engine;
    this.#book = book;
  }

  /** The step of a plan that puts one container or image away instead of removing it; looks at it again first. */
  put(
    item: Pick<PlanItem, 'id' | 'kind' | 'name'>,
    options: KeepOptions,
    signal: AbortSignal,
  ): Promise<StepResult> {
    return this.#inTurn(async () => {
      const { engineId } = options;
      const client = await this.#engine.clientOf(engineId, signal);
      const older = await this.#settledPages(client, engineId, item);
      const at = new Date();
      const page: TrashPage = {
        id: this.#book.newId(),
        engineId,
        kind: 'container',
        objectId: item.id,
        name: item.name,
        hidden: '',
        tags: [],
        networks: {},
        restart: null,
        wasRunning: false,
        putAt: at.toISOString(),
        expiresAt: new Date(at.getTime() + options.days * dayMs).toISOString(),
        phase: 'putting',
        owner: await ownProcess(),
      };
      if (item.kind === 'container') {
        const found = await rememberContainer(client, item.id, { stop: options.stop, at });
        if ('kept' in found) return leftAlone(found.why, found.state);
        return this.#keep(client, { ...page, ...found }, older, () =>
          hideContainer(client, { ...page, ...found }),
        );
      }
      if (item.kind !== 'image') throw fail('unsupported', 'trash-kind', { kind: item.kind });
      const found = await rememberImage(client, item.id, at);
      if ('kept' in found) return leftAlone(found.why, found.by);
      return this.#keep(client, { ...page, ...found, kind: 'image' }, older, async () => {
        await hideImage(client, { ...page, ...found, kind: 'image' });
        return { staysStopped: true };
      });
    });
  }

  /** What is still written of an object that is to be put here anew. @throws conflict `trash-busy` while it is under way */
  async #settledPages(
    client: EngineClient,
    engineId: string,
    { id, name }: Pick<PlanItem, 'id' | 'name'>,
  ): Promise<TrashPage[]> {
    const of = async () => (await this.#book.list(engineId)).filter((page) => page.objectId === id);
    const isOpen = ({ phase }: TrashPage) => phase !== 'kept';
    const pages = await of();
    if (!pages.some(isOpen)) return pages;
    await this.#recoverNow(client, engineId);
    const now = await of();
    if (now.some(isOpen)) throw fail('conflict', 'trash-busy', { name });
    return now;
  }

  /** What is in the trash of the engine in use, also what another Slipway put there. */
  async list(signal: AbortSignal): Promise<TrashEntry[]> {
    const pages = await this.#book.list(await this.#engine.engineId(signal));
    // What an answer was lost of is settled as soon as somebody looks.
    if (pages.some(({ phase }) => phase !== 'kept')) await this.recover();
    return this.#listNow(signal);
  }

  async #listNow(signal: AbortSignal): Promise<TrashEntry[]> {
    const engineId = await this.#engine.engineId(signal);
    const client = await this.#engine.clientOf(engineId, signal);
    const pages = await this.#book.list(engineId);
    const [containers, images] = await Promise.all([
      listContainers(client, { all: true, signal }),
      listImages(client, { signal }),
    ]);
    const here = new Map<string, { kind: TrashKind; name: string; hidden: string[] }>();
    for (const one of containers)
      if (isTrashName(one.name))
        here.set(one.id, { kind: 'container', name: nameBeforeTrash(one.name), hidden: [one.name] });
    for (const one of images)
      if (one.tags.some(isTrashTag))
        here.set(one.id, {
          kind: 'image',
          name: one.tags.find((tag) => !isTrashTag(tag)) ?? shortOf(one.id),
          hidden: one.tags,
        });
    // A page of an earlier stay in the trash says nothing of this one.
    const isHere = ({ objectId, hidden }: TrashPage) =>
      here.get(objectId)?.hidden.some((now) => isHiddenAs(hidden, now)) === true;
    const known = new Set(pages.filter(isHere).map(({ objectId }) => objectId));
    const foreign = [...here].filter(([id]) => !known.has(id));
    return [
      ...pages.map((page) => entryOf(page, isHere(page))),
      ...foreign.map(([objectId, { kind, name }]) =>
        entryOf(foreignPage(engineId, objectId, kind, name), true),
      ),
    ];
  }

  /** Puts one thing back. @throws not-found `trash-unknown`, `trash-gone`, conflict `name-taken`, `trash-busy` */
  restore(
    input: { id: string; start: boolean; name?: string | undefined },
    signal: AbortSignal,
  ): Promise<Restored> {
    return this.#inTurn(async () => {
      const page = await this.find(input.id, signal);
      const client = await this.#engine.clientOf(page.engineId, signal);
      if (page.phase !== 'kept' && (await isHandledElsewhere(page)))
        throw fail('conflict', 'trash-busy', { name: page.name });
      const restored = await this.#restore(client, page, {
        name: input.name ?? page.name,
        start: input.start,
      });
      await this.refresh([page]);
      return restored;
    });
  }

  /** The record of one entry. @throws not-found `trash-unknown` */
  async find(id: string, signal: AbortSignal): Promise<TrashPage> {
    const engineId = await this.#engine.engineId(signal);
    const page = (await this.#book.list(engineId)).find((one) => one.id === id);
    if (page !== undefined) return page;
    const entry = (await this.#listNow(signal)).find((one) => one.id === id);
    if (entry?.state === 'foreign') return foreignPage(engineId, entry.objectId, entry.kind, entry.name);
    throw fail('not-found', 'trash-unknown', { id });
  }

  /** The step of a plan that empties one entry; only what is still there as it was left. */
  empty(
    item: PlanItem,
    { engineId, onlyExpired, parents }: { engineId: string; onlyExpired: boolean; parents: boolean },
    signal: AbortSignal,
  ): Promise<StepResult> {
    return this.#inTurn(async () => {
      const client = await this.#engine.clientOf(engineId, signal);
      const { entryId = '' } = item;
      const page = (await this.#book.list(engineId)).find((one) => one.id === entryId) ?? null;
      if (page === null && !isForeign(entryId)) return leftAlone('changed-since', 'no longer in the trash');
      if (page !== null && page.phase !== 'kept') return leftAlone('changed-since', page.phase);
      if (onlyExpired && (page === null || Date.parse(page.expiresAt) > Date.now()))
        return leftAlone('changed-since', 'kept for longer');
      // Not tried again by itself for a while, whatever comes of it.
      if (page !== null && onlyExpired) await this.#book.save({ ...page, triedAt: new Date().toISOString() });
      const result = await emptyOne(client, item, { hidden: page?.hidden ?? null, parents }, signal);
      // What somebody took out by hand is theirs again, and no longer remembered either.
      const over = ['removed', 'already-gone', 'changed-since'].includes(result.outcomeKey);
      if (page !== null && over) await this.#book.remove(page.id);
      return result;
    });
  }

  /**
   * What is to be emptied by itself now: past its time, in use by nobody, and not tried in the last day. Of what is in use
   * it is noted why it is still here.
   */
  due(signal: AbortSignal): Promise<string[]> {
    return this.#inTurn(async () => {
      const engineId = await this.#engine.engineId(signal);
      const pages = await this.#book.list(engineId);
      const expired = pages.filter(
        ({ phase, expiresAt }) => phase === 'kept' && Date.parse(expiresAt) <= Date.now(),
      );
      if (expired.length === 0) return [];
      const client = await this.#engine.clientOf(engineId, signal);
      const containers = await listContainers(client, { all: true, signal });
      const ids: string[] = [];
      for (const page of expired) {
        if (isUsed(page, containers)) {
          const { error } = fail('in-use', 'trash-in-use', { name: page.name });
          if (page.error?.reason !== error.reason) await this.#book.save({ ...page, error });
        } else if (Date.now() - Date.parse(page.triedAt ?? '1970-01-01') > dayMs) ids.push(page.id);
      }
      return ids;
    });
  }

  /** What became of something that was being put here when the engine went away; finishes it first. */
  async whereIs(
    item: Pick<PlanItem, 'id' | 'kind'>,
    engineId: string,
    signal: AbortSignal,
  ): Promise<Whereabouts> {
    await this.recover();
    const client = await this.#engine.clientOf(engineId, signal);
    if (await hasPassed(client, item.kind, item.id, signal)) return 'gone';
    const pages = await this.#book.list(engineId);
    return pages.some(({ objectId, phase }) => objectId === item.id && phase === 'kept')
      ? 'in-trash'
      : 'there';
  }

  /** Finishes what a process that was ended had begun: what was being put here is put back, what was being put back is, too. */
  recover(): Promise<void> {
    return this.#inTurn(async () => {
      const engineId = await this.#engine.engineId();
      await this.#recoverNow(await this.#engine.clientOf(engineId), engineId);
    });
  }

  async #recoverNow(client: EngineClient, engineId: string): Promise<void> {
    for (const page of await this.#book.list(engineId)) {
      if (page.phase === 'kept' || (await isHandledElsewhere(page))) continue;
      // What was refused is told, and would be again.
      if (page.error === undefined || mayPass(page.error)) await this.#undo(client, page);
    }
  }

  /** Rows of what was touched are read again. The mirror tells its own failures. */
  async refresh(touched: readonly { kind: string; objectId: string }[]): Promise<void> {
    if (!this.#engine.connection.supervised) return;
    const ids = (kind: TrashKind) =>
      touched.filter((one) => one.kind === kind).map(({ objectId }) => objectId);
    const reads = [this.#engine.mirror.refresh('container', ids('container'))];
    if (ids('image').length > 0) reads.push(this.#engine.mirror.refresh('image', 'all'));
    await Promise.allSettled(reads);
  }

  /** Resolves once nothing is being put away or back any more. */
  async ended(): Promise<void> {
    await this.#last;
  }

  async #keep(
    client: EngineClient,
    page: TrashPage,
    older: readonly TrashPage[],
    hide: () => Promise<{ staysStopped: boolean } | 'started'>,
  ): Promise<StepResult> {
    await this.#book.save(page);
    // It came back by hand: when that stay was to end does not count any more.
    for (const { id } of older) await this.#book.remove(id);
    try {
      const hidden = await hide();
      if (hidden === 'started') {
        await this.#book.remove(page.id);
        return leftAlone('now-running', '');
      }
      await this.#book.save({ ...page, phase: 'kept' });
      return hidden.staysStopped
        ? { outcome: 'done', outcomeKey: 'kept', detail: 'In the trash.' }
        : {
            outcome: 'done',
            outcomeKey: 'kept-restarts',
            detail: 'In the trash, but the engine would not take its restart policy off.',
          };
    } catch (thrown) {
      // What the engine refused is undone at once; where it does not answer, as soon as it does.
      if (thrown instanceof SlipwayError && !isSilence(thrown.error)) await this.#undo(client, page);
      throw thrown;
    }
  }

  /** Finishes what is not, or notes why that is not possible. */
  async #undo(client: EngineClient, page: TrashPage): Promise<void> {
    try {
      await this.#finish(client, page);
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      // Read again: a restore that was refused has noted already that it is over.
      const now = (await this.#book.list(page.engineId)).find(({ id }) => id === page.id);
      if (now !== undefined) await this.#book.save({ ...now, error: thrown.error });
    }
  }

  async #finish(client: EngineClient, page: TrashPage): Promise<void> {
    const { error: _, ...rest } = page;
    if (page.phase === 'restoring') {
      await this.#restore(client, page, page.restoring ?? { name: page.name, start: false });
      return;
    }
    if (page.kind === 'container') {
      const now = await unhideContainer(client, page);
      if (now === 'hidden') await this.#book.save({ ...rest, phase: 'kept' });
      else await this.#book.remove(page.id);
      return;
    }
    const now = await lookUpHidden(client, page.objectId);
    if (now === null) await this.#book.remove(page.id);
    else if (now.hidden.length > 0 && now.others.length === 0)
      await this.#book.save({ ...rest, phase: 'kept' });
    else if (now.hidden.length === 0) await this.#book.remove(page.id);
    else await this.#restore(client, page, { name: page.name, start: false });
  }

  async #restore(
    client: EngineClient,
    page: TrashPage,
    wanted: { name: string; start: boolean },
  ): Promise<Restored> {
    const written = !isForeign(page.id);
    const { error: _, ...rest } = page;
    const doing: TrashPage = { ...rest, phase: 'restoring', restoring: wanted, owner: await ownProcess() };
    if (written) await this.#book.save(doing);
    try {
      const restored =
        page.kind === 'container'
          ? await restoreContainer(client, page, wanted)
          : await restoreImage(client, page);
      if (written) await this.#book.remove(page.id);
      return restored;
    } catch (thrown) {
      const error = toApiError(thrown);
      const { restoring: _wanted, ...kept } = doing;
      if (written)
        await this.#book.save(isSilence(error) ? { ...doing, error } : { ...kept, phase: 'kept', error });
      throw thrown;
    }
  }

  /** One after the other: two at once would see each other's half. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Failures that do not tell whether the engine did it. */
function isSilence({ code, status }: ApiError): boolean {
  return status === undefined && (code === 'unreachable' || code === 'timeout' || code === 'cancelled');
}

/** An engine that is going down or coming up refuses what it will do a moment later. */
function mayPass(error: ApiError): boolean {
  return isSilence(error) || (error.status ?? 0) >= 500;
}

function isUsed({ kind, objectId }: TrashPage, containers: readonly Container[]): boolean {
  return containers.some(({ id, state, imageId }) =>
    kind === 'image'
      ? imageId === objectId
      : id === objectId && ['running', 'paused', 'restarting'].includes(state),
  );
}

const leaveWords = {
  'already-gone': 'It was gone already.',
  'now-running': 'It runs since the plan was made.',
  'not-keepable': 'It is removed by the engine as soon as it stops (--rm).',
  'now-in-use': 'A container uses it since the plan was made.',
  'changed-since': 'It is another since the plan was made.',
} as const;

function leftAlone(why: keyof typeof leaveWords, what: string): StepResult {
  const detail = what === '' ? leaveWords[why] : `${leaveWords[why]} (${what})`;
  return { outcome: 'skipped', outcomeKey: why, detail };
}
