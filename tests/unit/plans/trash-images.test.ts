import { describe, expect, it } from 'vitest';
import { networkBody } from '../../../electron/engine/api/networks.ts';
import type { EngineClient, RequestOptions } from '../../../electron/engine/client.ts';
import { emptyOne } from '../../../electron/plans/trash/empty.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';

const id = `sha256:${'a'.repeat(64)}`;
const hidden = 'slipway-trash/aaaaaaaaaaaa:20261121T094100Z';
const item: PlanItem = {
  ...{ kind: 'image', id, name: 'a:1', reason: '', reasonKey: 'in-trash', bytes: 1, action: 'remove' },
};

/** One image with these names; the engine keeps it while it has one, or while `kept`. */
function engine(names: string[], more: { user?: string; child?: boolean; kept?: boolean } = {}) {
  const state = { names: [...names], noprune: new Set<unknown>() };
  const json = async (path: string, { method = 'GET', query }: RequestOptions = {}) => {
    const asked = decodeURIComponent(path);
    const of = (body: unknown) => ({ status: 200, headers: {}, body });
    if (asked === '/containers/json')
      return of(
        more.user === undefined ? [] : [{ Id: 'c', Names: [`/${more.user}`], ImageID: id, State: 'exited' }],
      );
    if (asked === '/images/json')
      return of(
        more.child ? [{ Id: 'sha256:child', ParentId: id, RepoTags: ['child:1'], Size: 1, Created: 1 }] : [],
      );
    if (state.names.length === 0 && !more.kept)
      throw fail('not-found', 'object-unknown', { kind: 'image', id });
    if (method === 'DELETE') {
      state.noprune.add(query?.noprune);
      state.names = state.names.filter((name) => name !== asked.replace('/images/', ''));
    }
    const digests = state.names.filter((name) => name.includes('@'));
    return of({ Id: id, RepoTags: state.names.filter((name) => !name.includes('@')), RepoDigests: digests });
  };
  return { state, client: { apiVersion: '1.45', json, text: json } as unknown as EngineClient };
}

const empty = (client: EngineClient, parents = true) =>
  emptyOne(client, item, { hidden, parents }, new AbortController().signal);

describe('emptying an image out of the trash', () => {
  it('takes it with a digest of another repository, and its steps only where none may be protected', async () => {
    for (const parents of [true, false]) {
      const { state, client } = engine([hidden, 'a@sha256:1']);
      expect(await empty(client, parents)).toMatchObject({ outcomeKey: 'removed' });
      expect(state.names).toEqual([]);
      expect([...state.noprune]).toEqual([parents ? '0' : '1']);
    }
  });

  it('leaves it whole while a container or another image needs it, and never says removed of what stays', async () => {
    for (const more of [{ user: 'web' }, { child: true }]) {
      const { state, client } = engine([hidden, 'a@sha256:1'], more);
      expect(await empty(client)).toMatchObject({ outcomeKey: 'now-in-use' });
      expect(state.names).toEqual([hidden, 'a@sha256:1']);
    }
    expect(await empty(engine([hidden], { kept: true }).client)).toMatchObject({ outcome: 'skipped' });
  });

  it('leaves it where another Slipway keeps it as well', async () => {
    const { state, client } = engine([hidden, 'slipway-trash/aaaaaaaaaaaa:20260101T000000Z']);
    expect(await empty(client)).toMatchObject({ outcomeKey: 'changed-since' });
    expect(state.names).toHaveLength(2);
  });
});

describe('the body of a network that is made again', () => {
  it('says what the network was made with, and no more', () => {
    const raw = {
      Name: 'n',
      Driver: 'macvlan',
      Scope: 'swarm',
      ConfigFrom: { Network: 'base' },
      Labels: { a: 'b' },
    };
    const base = { Name: 'n', Driver: 'macvlan', CheckDuplicate: true, Internal: false, Attachable: false };
    expect(networkBody(raw)).toEqual({ ...base, Scope: 'swarm', ConfigFrom: { Network: 'base' } });
    const plain = { Name: 'n', Driver: 'bridge', Scope: 'local', ConfigFrom: { Network: '' } };
    expect(networkBody({ ...plain, EnableIPv4: false })).toMatchObject({ EnableIPv4: false });
    expect(Object.keys(networkBody(plain))).not.toEqual(expect.arrayContaining(['EnableIPv4']));
    expect(Object.keys(networkBody(plain))).not.toEqual(expect.arrayContaining(['Scope']));
    const settings = networkBody({ ...plain, ConfigOnly: true, Driver: 'null' });
    expect(settings).toMatchObject({ ConfigOnly: true });
    expect(settings).not.toHaveProperty('Driver');
  });
});
