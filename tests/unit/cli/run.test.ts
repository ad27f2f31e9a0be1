import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { runCli } from '../../../electron/cli/run.ts';
import type { Handlers } from '../../../electron/rpc/handlers.ts';
import { createRouter } from '../../../electron/rpc/router.ts';
import { fail } from '../../../shared/contract/failure.ts';
import { contract } from '../../../shared/contract/index.ts';

type Overrides = { [D in keyof Handlers]?: Partial<Handlers[D]> };

/** Handlers of which only the named ones are of use. */
function someHandlers(overrides: Overrides): Handlers {
  const all = Object.entries(contract).map(([domain, members]) => {
    const given = overrides[domain as keyof Handlers] ?? {};
    const unused = Object.keys(members).map((member) => [member, () => Promise.reject(new Error('unused'))]);
    return [domain, { ...Object.fromEntries(unused), ...given }];
  });
  return Object.fromEntries(all) as Handlers;
}

class Sink extends Writable {
  text = '';
  isTTY = false;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

interface Setup {
  handlers?: Overrides;
  stdin?: string;
  tty?: boolean;
  signal?: AbortSignal;
  openFails?: unknown;
  stdout?: Sink;
}

async function run(args: string[], setup: Setup = {}) {
  const stdout = setup.stdout ?? new Sink();
  stdout.isTTY = setup.tty ?? false;
  const stderr = new Sink();
  const closed = vi.fn();
  const opened = vi.fn();
  const code = await runCli({
    args,
    stdout,
    stderr,
    stdin: Readable.from([Buffer.from(setup.stdin ?? '')]),
    signal: setup.signal ?? new AbortController().signal,
    version: async () => '1.2.3',
    openApp: async (engine) => {
      opened(engine);
      if (setup.openFails !== undefined) throw setup.openFails;
      const router = createRouter(someHandlers(setup.handlers ?? {}), { log: () => undefined });
      return {
        connect: () => router.connect('cli'),
        close: async () => {
          await router.close();
          closed();
        },
      };
    },
  });
  if (opened.mock.calls.length > 0 && setup.openFails === undefined) expect(closed).toHaveBeenCalledOnce();
  return { code, out: stdout.text, err: stderr.text, opened };
}

const failureOf = (err: string) => {
  expect(err.endsWith('\n') && !err.trimEnd().includes('\n'), 'one line').toBe(true);
  return JSON.parse(err);
};
const wellKnown = { key: 'engine', finding: 'engine/none', meaning: 'It means this.', params: {} } as const;
const checks: Overrides = {
  machine: {
    checks: async () => [
      { ...wellKnown, id: 'a', status: 'ok', title: 'All is well', evidence: 'seen' },
      {
        ...wellKnown,
        id: 'b',
        status: 'problem',
        title: 'Not so',
        evidence: 'a\u001b[31mred',
        fix: { text: 'Do', command: 'do it' },
      },
    ],
  },
};
const ids: Overrides = {
  disk: { unprotect: async ({ id }) => ({ removed: id === 'web' }) },
};

describe('call', () => {
  it('prints the answer as one line of JSON', async () => {
    const { code, out, err, opened } = await run(
      ['call', 'disk.unprotect', '{"kind":"container","id":"web"}', '--engine', 'unix:///x'],
      { handlers: ids },
    );
    expect({ code, out, err }).toEqual({ code: 0, out: '{"removed":true}\n', err: '' });
    expect(opened).toHaveBeenCalledExactlyOnceWith('unix:///x');
  });

  it('indents it for a person', async () => {
    const { out } = await run(['call', 'disk.unprotect', '{"kind":"container","id":"web"}'], {
      handlers: ids,
      tty: true,
    });
    expect(out).toBe('{\n  "removed": true\n}\n');
  });

  it('reads its input from standard input at "-"', async () => {
    const stdin = '{"kind":"container","id":"other"}\n';
    const { out } = await run(['call', 'disk.unprotect', '-'], { handlers: ids, stdin });
    expect(out).toBe('{"removed":false}\n');
  });

  it('prints a failure as JSON on standard error, exit 1', async () => {
    const gone = fail('not-found', 'object-unknown', { kind: 'container', id: 'web' }, { status: 404 });
    const { code, out, err } = await run(['call', 'containers.start', '{"id":"web"}'], {
      handlers: { containers: { start: () => Promise.reject(gone) } },
    });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(Object.keys(failureOf(err)).slice(0, 3)).toEqual(['code', 'message', 'hint']);
    expect(failureOf(err)).toMatchObject({ code: 'not-found', status: 404 });
  });

  it.each([
    ['an unknown method', ['call', 'containers.lst'], 'containers.list'],
    ['a stream', ['call', 'engine.state'], 'engine.state is a stream'],
    ['broken JSON', ['call', 'containers.list', '{"all":tru'], 'not JSON'],
    ['a wrong input', ['call', 'containers.list', '{"al":true}'], 'allowed: all, size'],
    ['no object', ['call', 'containers.list', '[]'], 'expected object'],
    ['no command', [], 'call, watch'],
  ])('%s: exit 2, and no engine is troubled', async (_title, args, told) => {
    const { code, out, err, opened } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(failureOf(err)).toMatchObject({ code: 'invalid-input' });
    expect(err.replaceAll('\\"', '"')).toContain(told);
    expect(opened).not.toHaveBeenCalled();
  });

  it('does not repeat what was given as JSON: it may hold a secret', async () => {
    const { err } = await run(['call', 'containers.list', '{"password": hunter2}']);
    expect(err).not.toContain('hunter2');
  });

  it('exit 2 for an --engine that is none, found early or late', async () => {
    const wrong = fail('invalid-input', 'address-malformed', { address: 'x', detail: 'y' });
    const early = await run(['call', 'containers.list'], { openFails: wrong });
    const late = await run(['call', 'containers.list'], {
      handlers: { containers: { list: () => Promise.reject(wrong) } },
    });
    for (const { code, err } of [early, late]) {
      expect(code).toBe(2);
      expect(failureOf(err)).toMatchObject({ reason: 'address-malformed' });
    }
  });

  it('exit 1 when Slipway itself cannot start', async () => {
    const { code, err } = await run(['call', 'containers.list'], { openFails: new Error('no home') });
    expect(code).toBe(1);
    expect(failureOf(err)).toMatchObject({ code: 'internal' });
  });

  it('is cancelled by ctrl-c', async () => {
    const controller = new AbortController();
    const { code, err } = await run(['call', 'containers.list'], {
      signal: controller.signal,
      handlers: {
        containers: {
          list: (_input, { signal }) =>
            new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason));
              controller.abort();
            }),
        },
      },
    });
    expect(code).toBe(130);
    expect(failureOf(err)).toMatchObject({ code: 'cancelled' });
  });
});

describe('watch --output', () => {
  const handlers: Overrides = {
    containers: {
      download: async function* ({ path }) {
        yield { type: 'start', name: 'n', as: 'file', size: 3 };
        yield { type: 'data', data: Uint8Array.of(0, 255) };
        if (path === '/broken') throw fail('not-found', 'file-unknown', { path });
        yield { type: 'data', data: Uint8Array.of(10) };
      },
    },
  };
  const download = (path: string, ...more: string[]) =>
    run(['watch', 'containers.download', JSON.stringify({ id: 'web', path }), ...more], { handlers });

  it('writes the bytes to a file, which is there only when it is whole', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-output-'));
    const file = join(folder, 'saved');
    expect(await download('/file', '--output', file)).toMatchObject({ code: 0, out: '' });
    expect([...(await readFile(file))]).toEqual([0, 255, 10]);
    await rm(file);
    const broken = await download('/broken', '--output', file);
    expect(broken).toMatchObject({ code: 1, out: '' });
    expect(JSON.parse(broken.err)).toMatchObject({ code: 'not-found' });
    expect(await readdir(folder)).toEqual([]);
    const nowhere = await download('/file', '--output', join(folder, 'no', 'where'));
    expect(nowhere.code).toBe(1);
    expect(JSON.parse(nowhere.err).message).toContain('cannot be written');
    await rm(folder, { recursive: true });
  });

  it('tells bytes as base64 where they are printed', async () => {
    const { out } = await download('/file');
    expect(JSON.parse(out.split('\n')[1] ?? '')).toEqual({ type: 'data', data: { base64: 'AP8=' } });
  });
});

describe('watch', () => {
  const event = { at: '', atNano: '', type: 'container', action: 'start', id: 'x', attributes: {} };
  const released = vi.fn();
  const events: Overrides = {
    engine: {
      events: async function* () {
        try {
          for (let n = 0; n < 1000; n += 1) yield { ...event, id: String(n) };
        } finally {
          released();
        }
      },
    },
  };

  it('prints JSON lines up to the count, and lets the stream go', async () => {
    released.mockClear();
    const { code, out, err } = await run(['watch', 'engine.events', '--count', '3'], { handlers: events });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(['0', '1', '2']);
    expect(released).toHaveBeenCalledOnce();
  });

  it('prints all of a stream that ends, exit 0', async () => {
    const { code, out } = await run(['watch', 'engine.events'], { handlers: events });
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(1000);
  });

  it('waits for who reads', async () => {
    class Slow extends Sink {
      pending = 0;
      most = 0;
      override _write(chunk: Buffer, encoding: string, done: () => void): void {
        this.most = Math.max(this.most, this.writableLength / chunk.length);
        setImmediate(() => super._write(chunk, encoding, done));
      }
    }
    const stdout = new Slow();
    await run(['watch', 'engine.events'], { handlers: events, stdout });
    // No more than the credit of the stream is ever on its way.
    expect(stdout.most).toBeLessThanOrEqual(70);
  });

  it('ends quietly when nobody reads any more', async () => {
    class Closed extends Sink {
      override _write(chunk: Buffer, encoding: string, done: (error?: Error) => void): void {
        if (this.text.length > 500) done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
        else super._write(chunk, encoding, done);
      }
    }
    released.mockClear();
    const { code, err } = await run(['watch', 'engine.events'], { handlers: events, stdout: new Closed() });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(released).toHaveBeenCalledOnce();
  });

  it('fails as the stream fails, after what came before', async () => {
    const { code, out, err } = await run(['watch', 'engine.events'], {
      handlers: {
        engine: {
          events: async function* () {
            yield event;
            throw fail('unreachable', 'connection-lost', { address: 'x' });
          },
        },
      },
    });
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(failureOf(err)).toMatchObject({ code: 'unreachable' });
  });

  it('ends at ctrl-c', async () => {
    const controller = new AbortController();
    const { code, err } = await run(['watch', 'engine.events'], {
      signal: controller.signal,
      handlers: {
        engine: {
          events: async function* (_input, { signal }) {
            yield event;
            controller.abort();
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          },
        },
      },
    });
    expect({ code, err }).toEqual({ code: 130, err: '' });
  });

  it('refuses a call, exit 2', async () => {
    expect(await run(['watch', 'containers.list'])).toMatchObject({ code: 2 });
  });
});

describe('watch --file', () => {
  it('sends the bytes of a file to a session, and prints what that tells', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-file-'));
    const file = join(folder, 'images.tar');
    await writeFile(file, Buffer.alloc(600_000, 'x'));
    const got: { size: number; bytes: number } = { size: 0, bytes: 0 };
    const handlers: Overrides = {
      images: {
        load: async function* ({ size }, { messages }) {
          got.size = size;
          for await (const { data } of messages) {
            got.bytes += data.length;
            if (got.bytes === size) break;
          }
          yield { type: 'done', images: [] };
        },
      },
    };
    const { code, out } = await run(['watch', 'images.load', '--file', file], { handlers });
    expect({ code, out }).toEqual({ code: 0, out: '{"type":"done","images":[]}\n' });
    expect(got).toEqual({ size: 600_000, bytes: 600_000 });
    expect(await run(['watch', 'images.load', '--file', join(folder, 'none')])).toMatchObject({ code: 2 });
    expect(await run(['watch', 'engine.state', '--file', file])).toMatchObject({ code: 2 });
    await rm(folder, { recursive: true });
  });
});

describe('the rest', () => {
  it('methods lists every member with a schema of its input', async () => {
    const { code, out, opened } = await run(['methods']);
    expect(code).toBe(0);
    const listed: { method: string; kind: string; summary: string; input: { type: string } }[] =
      JSON.parse(out);
    const members = Object.values(contract).flatMap((domain) => Object.keys(domain));
    expect(listed).toHaveLength(members.length);
    for (const { summary, input } of listed) expect([input.type, summary === '']).toEqual(['object', false]);
    expect(listed.find(({ method }) => method === 'engine.watch')?.kind).toBe('stream');
    expect(opened).not.toHaveBeenCalled();
  });

  it('doctor is for people, or for programs', async () => {
    const { code, out } = await run(['doctor'], { handlers: checks });
    expect(code).toBe(0);
    expect(out).toBe(
      'ok       All is well: seen\nPROBLEM  Not so\n         a [31mred\n         It means this.\n         -> Do\n            do it\n',
    );
    expect(JSON.parse((await run(['doctor', '--json'], { handlers: checks })).out)).toHaveLength(2);
  });

  it('version and help need nothing', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
    expect((await run(['--help'])).out).toContain('slipway call METHOD');
  });
});
