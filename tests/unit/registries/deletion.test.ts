import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeEngine, startFakeEngine } from '../../rig/fake-engine.ts';
import { type FakeServer, sendJson, startFakeServer } from '../../rig/fake-registry.ts';
import { type OpenApp, ok, openApp, plainEnv, refused, temporaryFolder } from '../../rig/open-app.ts';

const imageType = 'application/vnd.oci.image.manifest.v1+json';
const listType = 'application/vnd.oci.image.index.v1+json';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let engine: FakeEngine;
let registry: FakeServer;
let slipway: OpenApp;
let manifests: Map<string, { type: string; body: string }>;
let tags: Map<string, string>;
/** The header Link of the list of tags. */
let link: string;
let asked: string[];

beforeEach(async () => {
  folder = await temporaryFolder();
  [manifests, tags, link, asked] = [new Map(), new Map(), '', []];
  registry = await startFakeServer(({ url = '', method = '' }, outgoing) => {
    const path = url.replace('/v2/team/app/', '');
    asked.push(`${method} ${path}`);
    if (path.startsWith('tags/list'))
      return sendJson(outgoing, { tags: [...tags.keys()] }, 200, link === '' ? {} : { link });
    const reference = path.replace('manifests/', '');
    const digest = tags.get(reference) ?? reference;
    const found = manifests.get(digest);
    if (found === undefined) return sendJson(outgoing, {}, 404);
    if (method === 'DELETE') {
      manifests.delete(digest);
      for (const [tag, named] of tags) if (named === digest) tags.delete(tag);
      return void outgoing.writeHead(202).end();
    }
    outgoing.writeHead(200, { 'content-type': found.type, 'docker-content-digest': digest });
    return void outgoing.end(method === 'HEAD' ? '' : found.body);
  });
  engine = await startFakeEngine({ apiVersion: '1.45' });
  const env = plainEnv(folder.path, { DOCKER_CONFIG: join(folder.path, 'docker') });
  slipway = await openApp({ engine: engine.host, env, home: join(folder.path, 'home') });
});
afterEach(async () => {
  await slipway.close();
  await engine.close();
  await registry.close();
  await folder.remove();
});

function put(content: object, type: string, ...names: string[]): string {
  const body = JSON.stringify(content);
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  manifests.set(digest, { type, body });
  for (const name of names) tags.set(name, digest);
  return digest;
}
const image = (name: string, ...names: string[]) => put({ name }, imageType, ...names);
const listed = (parts: string[], type: string, ...names: string[]) =>
  put({ manifests: parts.map((digest) => ({ digest, mediaType: type })) }, listType, ...names);

const plan = (...chosen: string[]) =>
  slipway.client.call('registries.deleteTags', {
    ...{ host: registry.host, repository: 'team/app', tags: chosen },
  });
const run = async (id: string) => (await ok(slipway.client.call('plans.execute', { id }))).items;

describe('what a manifest list is made of', () => {
  it('stays while a tag names the list, also one in a list', async () => {
    const arm = image('arm', '1-arm64');
    const inner = listed([arm], imageType);
    listed([image('amd', '1-amd64'), inner], listType, '1');
    image('other', 'other');
    const error = await refused(plan('1-amd64', '1-arm64'));
    expect(error).toMatchObject({ code: 'in-use', reason: 'registry-part-of' });
    expect(error.params?.names?.split('; ').sort()).toEqual(['1-amd64 (1)', '1-arm64 (1)']);
    const { id, items, warnings } = await ok(plan('1-arm64', 'other'));
    expect(items.map((item) => item.tags)).toEqual([['other']]);
    expect(warnings).toEqual([{ kind: 'part-of', names: ['1-arm64 (1)'] }]);
    expect(await run(id)).toMatchObject([{ outcome: 'done' }]);
    expect([...tags.keys()].sort()).toEqual(['1', '1-amd64', '1-arm64']);
  });

  it('goes after the list where both are chosen', async () => {
    listed([image('amd', '1-amd64')], imageType, '1');
    const { id, items, warnings } = await ok(plan('1-amd64', '1'));
    expect(warnings).toEqual([]);
    expect(items.map((item) => item.tags)).toEqual([['1'], ['1-amd64']]);
    expect(await run(id)).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
    expect(tags.size).toBe(0);
  });

  it('is looked for again: a list may have come since', async () => {
    const amd = image('amd', '1-amd64');
    const { id } = await ok(plan('1-amd64'));
    listed([amd], imageType, '1');
    expect(await run(id)).toMatchObject([
      { outcome: 'skipped', outcomeKey: 'changed-since', detail: expect.stringContaining(': 1.') },
    ]);
    expect(asked.filter((line) => line.startsWith('DELETE'))).toEqual([]);
  });
});

describe('tags', () => {
  it.each([
    '</v2/team/other/tags/list?last=a>; rel="next"',
    '<::::>; rel=next',
    '/v2/team/app/tags/list?last=a; rel="next"',
    'garbled',
    // The same page for ever.
    '</v2/team/app/tags/list?last=a>; rel="next"',
  ])('that go on nobody knows where (%s) let nothing be deleted', async (header) => {
    image('a', 'a');
    const { id } = await ok(plan('a'));
    link = header;
    expect(await refused(plan('a'))).toMatchObject({ reason: 'registry-tags-cut' });
    expect(await run(id)).toMatchObject([{ outcome: 'failed', error: { reason: 'registry-tags-cut' } }]);
    expect(tags.size).toBe(1);
  });

  it('with a link to something else are all there are', async () => {
    image('a', 'a');
    link = '</v2/team/app/tags/list?n=5>; rel="first"';
    expect(await run((await ok(plan('a'))).id)).toMatchObject([{ outcome: 'done' }]);
  });

  it('are asked once for all that is deleted', async () => {
    for (const name of ['a', 'b', 'c']) image(name, name);
    const { id } = await ok(plan('a', 'b', 'c'));
    asked = [];
    await run(id);
    expect(asked.filter((line) => line === 'HEAD manifests/c')).toHaveLength(1);
  });
});
