import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  attachBridge,
  call,
  keepStream,
  type Link,
  type LinkStatus,
  useLink,
} from '../../../renderer/state/link.ts';
import { type Client, createClient } from '../../../shared/contract/client.ts';
import type { ClientMessage, ServerMessage } from '../../../shared/contract/wire.ts';

interface FakeServer {
  client: Client;
  sent: ClientMessage[];
  answer(message: ServerMessage): void;
  close(): void;
}

function fakeServer(): FakeServer {
  const sent: ClientMessage[] = [];
  let onMessage: ((message: ServerMessage) => void) | undefined;
  let onClose: (() => void) | undefined;
  const client = createClient({
    send: (message) => sent.push(message),
    onMessage: (listener) => {
      onMessage = listener;
    },
    onClose: (listener) => {
      onClose = listener;
    },
    close: () => onClose?.(),
  });
  return { client, sent, answer: (message) => onMessage?.(message), close: () => onClose?.() };
}

const state = {
  status: 'connecting' as const,
  endpoint: null,
  since: '2024-11-03T10:00:00Z',
  engineTimeMs: null,
  skippedEvents: 0,
};

describe('the link to Slipway', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('opens standing streams anew on each new client, and after they ended', async () => {
    const first = fakeServer();
    const second = fakeServer();
    let current = first;
    let status: LinkStatus = { status: 'open' };
    let tell: () => void = () => undefined;
    const link: Link = {
      host: 'web',
      current: () => current.client,
      status: () => status,
      subscribe: (listener) => {
        tell = listener;
        return () => undefined;
      },
      reconnect: () => undefined,
    };
    const seen: string[] = [];
    attachBridge(link);
    const stream = keepStream('engine.state', {}, (item) => seen.push(item.status));
    expect(first.sent.filter(({ t }) => t === 'open')).toHaveLength(1);

    const opened = first.sent[0]?.id ?? 0;
    first.answer({ t: 'item', id: opened, item: state });
    expect(seen).toEqual(['connecting']);

    first.answer({ t: 'done', id: opened });
    await vi.advanceTimersByTimeAsync(1_100);
    expect(first.sent.filter(({ t }) => t === 'open')).toHaveLength(2);

    first.close();
    status = {
      status: 'closed',
      retrying: true,
      error: { code: 'unreachable', reason: 'connection-closed', message: 'closed' },
    };
    tell();
    expect(useLink.getState().link.status).toBe('closed');
    expect(await call('engine.ping', {})).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(first.sent.filter(({ t }) => t === 'open')).toHaveLength(2);

    current = second;
    status = { status: 'open' };
    tell();
    expect(second.sent.filter(({ t }) => t === 'open')).toHaveLength(1);

    stream.stop();
    expect(second.sent.at(-1)).toMatchObject({ t: 'cancel' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
