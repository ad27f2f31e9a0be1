import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prune, readPlanFile } from '../../../electron/cli/prune.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { fakeLink } from '../renderer/fake-link.ts';

describe('a plan file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-plan-file-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const read = async (text: string) => {
    const file = join(folder, 'plan.json');
    await writeFile(file, text);
    return readPlanFile(file);
  };

  it('is what disk.plan takes, with its defaults', async () => {
    expect(await read('{"kinds":["containers","images"],"until":"7d","label":["stage=test"]}')).toEqual({
      ok: true,
      value: {
        kinds: ['containers', 'images'],
        images: 'dangling',
        volumes: 'anonymous',
        buildCache: 'unused',
        until: '7d',
        label: ['stage=test'],
        labelNot: [],
      },
    });
  });

  it.each([
    ['{', /not JSON/],
    ['[]', /expected object/],
    ['{}', /kinds/],
    ['{"kinds":[]}', /kinds/],
    ['{"kinds":["everything"]}', /kinds\.0/],
    ['{"kinds":["images"],"dangling":true}', /there is no "dangling"/],
    ['{"kinds":["images"],"keepStorage":-1}', /keepStorage/],
  ])('%s is refused', async (text, why) => {
    expect(await read(text)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', message: expect.stringMatching(why) },
    });
  });

  it('that is not there is told by name', async () => {
    const file = join(folder, 'none.json');
    expect(await readPlanFile(file)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', reason: 'plan-file-unreadable', params: { path: file } },
    });
  });
});

describe('an executed plan', () => {
  it('whose report could not be kept fails and says why', async () => {
    const told = { stdout: '', stderr: '' };
    const into = (name: keyof typeof told) =>
      new Writable({
        write(chunk, _encoding, over) {
          told[name] += chunk;
          over();
        },
      });
    const unkept = failure('internal', 'report-unwritable', { path: '/full', detail: 'no space' });
    const { link } = fakeLink({
      'disk.plan': () => ({ ok: true, value: { id: 'plan-1' } }),
      'plans.execute': () => ({
        ok: true,
        value: { items: [{ outcome: 'done', outcomeKey: 'removed' }], unkept },
      }),
    });
    const client = link.current();
    if (client === null) throw new Error('no client');
    const streams = {
      ...{ stdin: Readable.from([]), stdout: into('stdout'), stderr: into('stderr') },
      signal: new AbortController().signal,
    };
    expect(await prune(streams, client, { kinds: ['images'] }, true)).toBe(1);
    expect(JSON.parse(told.stdout).items).toHaveLength(1);
    expect(JSON.parse(told.stderr)).toMatchObject({ reason: 'report-unwritable' });
  });
});
