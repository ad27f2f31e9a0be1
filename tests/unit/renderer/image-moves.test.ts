import { beforeEach, describe, expect, it } from 'vitest';
import { moveOf, pullImage, pushImage } from '../../../renderer/state/image-moves.ts';
import { useTransfers } from '../../../renderer/state/image-transfers.ts';
import { attachBridge } from '../../../renderer/state/link.ts';
import { useOperations } from '../../../renderer/state/operations.ts';
import { useToasts } from '../../../renderer/state/toasts.ts';
import type { Client, Consumer } from '../../../shared/contract/client.ts';
import { failure } from '../../../shared/contract/failure.ts';
import type { Operation } from '../../../shared/contract/operations.ts';
import { fakeLink } from './fake-link.ts';

let streams: { method: string; input: unknown; on: Consumer<never> }[] = [];
const tones = () => useToasts.getState().toasts.map(({ tone }) => tone);

beforeEach(() => {
  streams = [];
  useToasts.setState({ toasts: [] });
  useOperations.setState({ open: false });
  const { link } = fakeLink({});
  const stream: Client['stream'] = (method, input, on) => {
    streams.push({ method, input, on: on as Consumer<never> });
    return { cancel: () => undefined };
  };
  const client: Client = { ...link.current(), stream };
  attachBridge({ ...link, current: () => client });
});

const operation: Operation = {
  ...{ id: 'op-1', kind: 'images.pull', planId: '', title: 'Pull a:1', subject: 'a:1', origin: 'person' },
  ...{ state: 'running', startedAt: '2024-01-01T00:00:00Z', finishedAt: null, done: 0, total: 1 },
  ...{ counts: { done: 0, skipped: 0, failed: 0 }, current: null, reportId: null, error: null },
};
const layers = [{ id: 'x', status: 'Downloading', part: 0.3, current: 3, total: 10, done: false }];

describe('a pull or push', () => {
  it('is shown as the operation it is, whoever began it', () => {
    expect(moveOf({ ...operation, kind: 'disk.prune' })).toBeNull();
    expect(moveOf(operation)).toMatchObject({ key: 'op-1', kind: 'pull', name: 'a:1', phase: 'asking' });
    const image = { layers, line: 'Pulling from a', platform: 'linux/arm64', allTags: true };
    const shown = moveOf({ ...operation, image });
    expect(shown).toMatchObject({ phase: 'moving', layers, line: 'Pulling from a' });
    expect(moveOf({ ...operation, state: 'stopping', image })?.phase).toBe('stopping');
    expect(moveOf({ ...operation, kind: 'images.push', state: 'failed' })).toMatchObject({
      ...{ kind: 'push', phase: 'failed' },
    });
    expect(moveOf({ ...operation, kind: 'images.load' })).toMatchObject({ phase: 'checking', again: null });
    expect(moveOf({ ...operation, kind: 'images.load', image })).toMatchObject({ phase: 'loading' });
    shown?.again?.();
    expect(streams).toMatchObject([
      { method: 'images.pull', input: { reference: 'a:1', platform: 'linux/arm64', allTags: true } },
    ]);
    // What is in the list of operations is in no list of its own.
    expect(useTransfers.getState().list).toEqual([]);
  });

  it('tells how it began and ended, but not that only the link to it was cut', () => {
    pushImage('a:1');
    expect(tones()).toEqual(['info']);
    streams[0]?.on.done?.(undefined);
    expect(tones()).toEqual(['info', 'done']);
    useToasts.setState({ toasts: [] });
    pullImage({ reference: 'a:1' });
    streams[1]?.on.done?.(failure('unreachable', 'connection-closed'));
    expect(tones()).toEqual(['info']);
    pullImage({ reference: 'a:1' });
    streams[2]?.on.done?.(failure('engine-error', 'pull-failed', { image: 'a:1', detail: 'no' }));
    expect(tones()).toContain('problem');
  });
});
