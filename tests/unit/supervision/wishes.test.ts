import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OwnPlaces, ownPlaces } from '../../../electron/supervision/own/places.ts';
import { isOwnDaemon } from '../../../electron/supervision/own/processes.ts';
import { answerWish, askOwner, takeWishes, type Wanted } from '../../../electron/supervision/own/wishes.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { waitFor } from '../../rig/wait-for.ts';

const never = new AbortController().signal;

describe('what Slipways ask the one that looks after the engine', () => {
  let home: string;
  let places: OwnPlaces;
  const ask = (want: Wanted, begun = 60_000, signal = never) =>
    askOwner(places, want, 7, { begun, over: 120_000 }, signal).then(
      () => 'done',
      ({ error }) => error.reason,
    );
  // A name that is not whole yet is still being written.
  const waiting = async () => {
    const names = await readdir(places.wishes).catch(() => []);
    return names.filter((name) => name.endsWith('.json')).length;
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'slipway-wishes-'));
    places = ownPlaces(home);
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('is done for each of them, however many ask at once', async () => {
    const asked = [ask('start'), ask('reload'), ask('restart')];
    await waitFor('all three to ask', async () => (await waiting()) === 3);
    const wishes = await takeWishes(places);
    expect(wishes.map(({ want }) => want).sort()).toEqual(['reload', 'restart', 'start']);
    expect(await takeWishes(places)).toEqual([]);
    for (const { id, want } of wishes)
      await answerWish(places, id, want === 'reload' ? failure('conflict', 'engine-changed') : null);
    expect(await Promise.all(asked)).toEqual(['done', 'engine-changed', 'done']);
    expect(await waiting()).toBe(0);
  });

  it('is not done later for one that waits no more', async () => {
    expect(await ask('stop', 1)).toBe('engine-owner-silent');
    const gone = new AbortController();
    const asked = ask('stop', 60_000, gone.signal);
    await waitFor('it to ask', async () => (await waiting()) === 1);
    gone.abort();
    expect(await asked).toBe('cancelled');
    expect(await takeWishes(places)).toEqual([]);
  });
});

describe('an engine of Slipway’s own', () => {
  const places = ownPlaces('/home/me/.slipway');
  const given = ['--config-file', places.config, '--data-root', places.data];

  it.each([
    [true, '/usr/bin/dockerd', given],
    [true, '/usr/bin/dockerd', ['--debug', ...given]],
    [true, '/opt/docker-27/dockerd-27', given],
    [true, '/nix/store/x/bin/.dockerd-wrapped', given],
    [false, '/bin/dash', ['/opt/docker-27/dockerd-27', ...given]],
    [false, '/usr/bin/nsenter', ['-t', '1', '-m', '--', '/usr/sbin/dockerd', ...given]],
    [false, '/usr/bin/dockerd', ['--data-root', `${places.data}2`]],
    [false, '/usr/bin/less', [places.config, places.data]],
  ])('is known by what it was given, whatever its program is called: %s %s', (expected, binary, args) => {
    expect(isOwnDaemon({ binary, args }, places)).toBe(expected);
  });
});
