import { describe, expect, it } from 'vitest';
import type { EngineClient, RequestOptions } from '../../../electron/engine/client.ts';
import { removeUnusedImage } from '../../../electron/plans/removing/steps-of-images.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';

const [old, fresh] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string];

/** As much of an engine as names of images are. `before` is called with each request, and may fail it. */
function engine(names: Record<string, string>, before: (request: string) => void = () => undefined) {
  const state = { names: new Map(Object.entries(names)), images: new Set([old, fresh]), stubborn: false };
  const tagsOf = (id: string) => [...state.names].filter(([, of]) => of === id).map(([name]) => name);
  const refuse = (status: number) =>
    fail(status === 404 ? 'not-found' : 'conflict', 'engine-error', { detail: 'no' }, { status });
  const json = async (path: string, { method = 'GET', query }: RequestOptions = {}) => {
    const asked = decodeURIComponent(path);
    before(`${method} ${asked}`);
    const of = (body: unknown) => ({ status: 200, headers: {}, body });
    if (asked === '/containers/json') return of([]);
    const reference = asked.replace(/^\/images\//, '').replace(/\/(json|tag)$/, '');
    const id = state.names.get(reference) ?? reference;
    if (!state.images.has(id)) throw refuse(404);
    if (method === 'GET') return of({ Id: id, RepoTags: tagsOf(id), RepoDigests: [] });
    if (method === 'POST') state.names.set(`${query?.repo}:${query?.tag}`, id);
    else {
      if (reference === id && tagsOf(id).length > 1) throw refuse(409);
      state.names.delete(reference === id ? (tagsOf(id)[0] ?? '') : reference);
      if (tagsOf(id).length === 0 && !state.stubborn) state.images.delete(id);
    }
    return of(undefined);
  };
  const client = { apiVersion: '1.45', json, text: json } as unknown as EngineClient;
  return { state, client };
}

const item = (...tags: string[]): PlanItem => ({
  ...{ kind: 'image', id: old, name: tags[0] ?? old, reason: '', reasonKey: 'image-unused' },
  ...{ bytes: 1, action: 'remove', tags },
});
const remove = (client: EngineClient, of: PlanItem) =>
  removeUnusedImage(client, of, true, new AbortController().signal);

describe('removing an image that has names', () => {
  it('takes it with all of its names', async () => {
    const { state, client } = engine({ 'a:1': old, 'reg:5000/b:1': old, 'b:2': fresh });
    expect(await remove(client, item('a:1', 'reg:5000/b:1'))).toMatchObject({ outcomeKey: 'removed' });
    expect([...state.names]).toEqual([['b:2', fresh]]);
    expect(state.images).toEqual(new Set([fresh]));
  });

  it('leaves a name that a build gave to another image meanwhile', async () => {
    for (const moved of ['a:1', 'a:2', 'a:3']) {
      const { state, client } = engine({ 'a:1': old, 'a:2': old, 'a:3': old }, (request) => {
        // After the first look and before the first removal.
        if (request === 'GET /containers/json') state.names.set(moved, fresh);
      });
      expect(await remove(client, item('a:1', 'a:2', 'a:3'))).toMatchObject({ outcomeKey: 'removed' });
      expect([...state.names]).toEqual([[moved, fresh]]);
      expect(state.images).toEqual(new Set([fresh]));
    }
  });

  it('puts the names back, with their registry, where a later step fails', async () => {
    const { state, client } = engine({ 'a:1': old, 'reg:5000/b:1': old }, (request) => {
      if (request === `DELETE /images/${old}`) throw fail('engine-error', 'engine-error', { detail: 'no' });
    });
    expect(await remove(client, item('a:1', 'reg:5000/b:1'))).toMatchObject({ outcome: 'failed' });
    expect(Object.fromEntries(state.names)).toEqual({ 'a:1': old, 'reg:5000/b:1': old });
  });

  it('tells the names that it could not put back', async () => {
    let gone = false;
    const { client } = engine({ 'a:1': old, 'a:2': old }, (request) => {
      gone ||= request === `DELETE /images/${old}`;
      if (gone) throw fail('unreachable', 'connection-lost', {});
    });
    const { outcomeKey, lostNames } = await remove(client, item('a:1', 'a:2'));
    expect(outcomeKey).toBe('unknown');
    expect(lostNames).toEqual(['a:2', 'a:1']);
  });

  it('takes no name back from whoever got it, and does not say removed of what stays', async () => {
    const { state, client } = engine({ 'a:1': old, 'a:2': old }, (request) => {
      if (request === `DELETE /images/${old}`) state.names.set('a:2', fresh);
    });
    state.stubborn = true;
    expect(await remove(client, item('a:1', 'a:2'))).toMatchObject({ outcome: 'skipped' });
    expect(Object.fromEntries(state.names)).toEqual({ 'a:1': old, 'a:2': fresh });
  });

  it('stops at a name that came meanwhile, and puts back those it took', async () => {
    const { state, client } = engine({ 'a:1': old, 'a:2': old }, (request) => {
      if (request === 'DELETE /images/a:2') state.names.set('new:1', old);
    });
    expect(await remove(client, item('a:1', 'a:2'))).toMatchObject({ outcomeKey: 'now-tagged' });
    expect(Object.fromEntries(state.names)).toEqual({ 'a:1': old, 'a:2': old, 'new:1': old });
  });
});
