import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import { downloadPaths } from '../../../renderer/state/files/download.ts';
import { attachBridge } from '../../../renderer/state/link.ts';
import { saveBlob } from '../../../renderer/state/save-file.ts';
import { useToasts } from '../../../renderer/state/toasts.ts';
import type { Client, Consumer } from '../../../shared/contract/client.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { fakeLink } from './fake-link.ts';

vi.mock('../../../renderer/state/save-file.ts', () => ({ saveBlob: vi.fn() }));

interface Open {
  path: string;
  on: Consumer<never>;
  cancelled: boolean;
}

let streams: Open[] = [];

beforeEach(() => {
  streams = [];
  vi.mocked(saveBlob).mockClear();
  useToasts.setState({ toasts: [] });
  const { link } = fakeLink({});
  const stream: Client['stream'] = (_, input, on) => {
    // What is opened here are downloads.
    const { path } = input as { path: string };
    const opened: Open = { path, on: on as Consumer<never>, cancelled: false };
    streams.push(opened);
    return {
      cancel: () => {
        opened.cancelled = true;
      },
    };
  };
  const client: Client = { ...link.current(), stream };
  attachBridge({ ...link, current: () => client });
});

const paths = (count: number): string[] => Array.from({ length: count }, (_, at) => `/f${at}`);
const settle = async (at: number, error?: ApiError) => {
  streams[at]?.on.done?.(error);
  await Promise.resolve();
};
const told = () =>
  useToasts.getState().toasts.map(({ title, detail }) => [title(en), detail?.(en)].join(': '));

describe('several downloads', () => {
  it('go a few at a time, under one message', async () => {
    downloadPaths('c', paths(200));
    expect(streams).toHaveLength(2);
    expect(told()).toEqual(['Downloading 200 entries: 0 of 200 (0 B)']);
    for (let at = 0; at < 12; at += 1)
      await settle(at, at === 3 ? failure('not-found', 'connection-closed') : undefined);
    expect(streams.map(({ path }) => path)).toEqual(paths(14));
    expect(told()).toEqual(['Downloading 200 entries: 12 of 200, 1 failed (0 B)']);
    for (let at = 12; at < 200; at += 1) await settle(at);
    expect(saveBlob).toHaveBeenCalledTimes(199);
    expect(told()).toEqual(['1 of 200 entries not downloaded: ']);
    useToasts.getState().toasts[0]?.action?.run();
    expect(streams.slice(200).map(({ path }) => path)).toEqual(['/f3']);
  });

  it('stop when they are cancelled', async () => {
    downloadPaths('c', paths(5));
    useToasts.getState().toasts[0]?.action?.run();
    expect(streams.map(({ cancelled }) => cancelled)).toEqual([true, true]);
    await settle(0, failure('cancelled', 'cancelled'));
    expect(streams).toHaveLength(2);
    expect(told()).toEqual([]);
  });

  it('say once that there is no link', async () => {
    const { link } = fakeLink({});
    attachBridge({ ...link, current: () => ({ ...link.current(), closed: true }) });
    downloadPaths('c', paths(100));
    await vi.waitFor(() => expect(told()).toEqual(['100 of 100 entries not downloaded: ']));
  });
});
