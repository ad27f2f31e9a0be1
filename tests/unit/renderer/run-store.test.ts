import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  beginAgain,
  checkAgain,
  editForm,
  fillFromLine,
  giveFile,
  setLine,
  setPull,
  setRows,
  setText,
  startOver,
  useRun,
} from '../../../renderer/panels/run/store.ts';
import { takeEngineState, useConnection } from '../../../renderer/state/connection.ts';
import { attachBridge } from '../../../renderer/state/link.ts';
import { useSettings } from '../../../renderer/state/settings.ts';
import type { SpecProblem } from '../../../shared/contract/container-spec.ts';
import type { EngineState } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/errors.ts';
import { failure } from '../../../shared/contract/failure.ts';
import type { Settings } from '../../../shared/contract/settings.ts';
import { type NamedFile, parseRun } from '../../../shared/model/container-spec/parse-run.ts';
import { problem } from '../../../shared/model/container-spec/problem.ts';
import { fakeLink } from './fake-link.ts';

const ok = (value: SpecProblem[]): Result<SpecProblem[]> => ({ ok: true, value });
const taken = problem('error', 'name', 'name-taken', { name: 'web', container: 'web' });
const setImage = (image: string) => editForm((form) => ({ ...form, image }));
const codes = () => useRun.getState().marks.map(({ code }) => code);

/** Parses as Slipway does. */
const parse = ({ line, files }: Record<string, unknown>) => ({
  ok: true as const,
  value: parseRun(String(line), files as NamedFile[]),
});

let waiting: ((answer: Result<SpecProblem[]>) => void)[];
let asked: number;

/** Lets the oldest check have its answer. */
async function answer(result: Result<SpecProblem[]>): Promise<void> {
  waiting.shift()?.(result);
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  waiting = [];
  asked = 0;
  const { link } = fakeLink({
    'containers.parseRun': parse,
    'containers.check': () => {
      asked += 1;
      return new Promise((resolve) => waiting.push(resolve));
    },
  });
  attachBridge(link);
});
afterEach(() => {
  startOver();
  vi.useRealTimers();
});

describe('the check of a new container', () => {
  it('comes once no more is typed', async () => {
    setImage('ngin');
    await vi.advanceTimersByTimeAsync(200);
    setImage('nginx');
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toBe(1);
    expect(useRun.getState().checking).toBe(true);
    await answer(ok([taken]));
    expect(codes()).toEqual(['name-taken']);
    expect(useRun.getState().checking).toBe(false);
  });

  it('comes to an end however often the engine changes, and changes do not hold up the form', async () => {
    setImage('nginx');
    for (let change = 0; change < 50; change += 1) {
      checkAgain();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(asked).toBe(1);
    await answer(ok([taken]));
    for (let change = 0; change < 50; change += 1) {
      checkAgain();
      expect(useRun.getState().checking).toBe(false);
      expect(codes()).toEqual(['name-taken']);
      await vi.advanceTimersByTimeAsync(100);
    }
    // One that the changes during the first asked for; it has no answer yet, and the changes since wait for it.
    expect(asked).toBe(2);
    await answer(ok([]));
    expect(codes()).toEqual([]);
    await vi.advanceTimersByTimeAsync(400);
    expect(asked).toBe(3);
    await answer(ok([]));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toBe(3);
  });

  it('that fails after a change on the engine leaves what was said', async () => {
    setImage('nginx');
    await vi.advanceTimersByTimeAsync(300);
    await answer(ok([taken]));
    checkAgain();
    await vi.advanceTimersByTimeAsync(300);
    await answer({ ok: false, error: failure('unreachable', 'connection-closed') });
    expect(codes()).toEqual(['name-taken']);
    expect(useRun.getState().checkError).toMatchObject({ reason: 'connection-closed' });
  });

  it('of what was typed before counts no more', async () => {
    setImage('nginx');
    await vi.advanceTimersByTimeAsync(300);
    setText('name', 'web-two');
    await answer(ok([taken]));
    expect(codes()).toEqual([]);
    expect(useRun.getState().checking).toBe(true);
    await vi.advanceTimersByTimeAsync(300);
    await answer(ok([]));
    expect(useRun.getState().checking).toBe(false);
  });

  it('of an empty form is not made', async () => {
    setRows('env', []);
    checkAgain();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toBe(0);
    expect(useRun.getState().checking).toBe(false);
  });
});

describe('a pasted line', () => {
  const fill = async (line: string): Promise<void> => {
    setLine(line);
    await fillFromLine();
  };

  it('says when the image is pulled', async () => {
    await fill('docker run --pull always nginx');
    expect(useRun.getState().pull).toBe('always');
    await fill('docker run nginx');
    expect(useRun.getState().pull).toBe('missing');
  });

  it('takes no file that was given for another line', async () => {
    const env = () => useRun.getState().read.spec.env;
    await fill('docker run --env-file .env --name one nginx');
    await giveFile('.env', 'SECRET=of-one');
    expect(env()).toEqual([{ name: 'SECRET', value: 'of-one' }]);
    await fillFromLine();
    expect(env()).toHaveLength(1);
    await fill('docker run --env-file .env --name two nginx');
    expect(env()).toEqual([]);
    expect(useRun.getState().filesNeeded).toEqual(['.env']);
  });
});

it('an image that is not there stands in the way where it is never to be pulled', async () => {
  const absent = problem('note', 'image', 'image-will-be-pulled', { image: 'nginx' });
  setImage('nginx');
  await vi.advanceTimersByTimeAsync(300);
  await answer(ok([absent]));
  expect(useRun.getState().marks).toMatchObject([{ code: 'image-will-be-pulled', severity: 'note' }]);
  setPull('never');
  await vi.advanceTimersByTimeAsync(300);
  await answer(ok([absent]));
  expect(useRun.getState().marks).toMatchObject([{ code: 'image-not-here', severity: 'error' }]);
});

describe('a new form', () => {
  const on = (kind: 'docker' | 'podman', version: string) =>
    ({
      status: 'ready',
      engineTimeMs: null,
      engine: { id: `${kind} ${version}`, kind, version },
    }) as EngineState;
  const hosts = () => useRun.getState().form.lists.extraHosts.map(({ text }) => text);
  const wanted = ['host.docker.internal:host-gateway'];
  afterEach(() => {
    useSettings.setState({ settings: null });
    useConnection.setState({ engine: null });
  });

  it('has host.docker.internal where that is wanted and the engine knows it, and in no other', () => {
    useSettings.setState({ settings: { hostInternal: true } as Settings });
    for (const [kind, version, found] of [
      ['docker', '26.1.5+dfsg1', wanted],
      ['docker', '19.03.15', []],
      ['podman', '4.3.1', []],
      ['podman', '5.0.0', wanted],
    ] as const) {
      takeEngineState(on(kind, version));
      beginAgain();
      expect(hosts(), `${kind} ${version}`).toEqual(found);
    }
    // Of an engine that has said nothing yet nothing is known.
    useConnection.setState({ engine: null });
    beginAgain();
    expect(hosts()).toEqual([]);
    useSettings.setState({ settings: { hostInternal: false } as Settings });
    takeEngineState(on('docker', '28.5.2'));
    beginAgain();
    expect(hosts()).toEqual([]);
  });

  it('keeps what somebody wrote, whatever the engine', () => {
    setImage('nginx');
    useSettings.setState({ settings: { hostInternal: true } as Settings });
    takeEngineState(on('docker', '28.5.2'));
    beginAgain();
    expect(useRun.getState().form.image).toBe('nginx');
    expect(hosts()).toEqual([]);
  });
});
