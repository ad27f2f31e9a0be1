import WebSocket from 'ws';
import { type Client, createClient } from '../../shared/contract/client.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/codec.ts';
import type { ServerMessage } from '../../shared/contract/wire.ts';

/** Logs in at a web host as its page does, and answers a client over its WebSocket: a page without a screen. */
export async function connectAsPage(link: string): Promise<Client & Disposable> {
  const { origin, host, hash } = new URL(link);
  const session = await post(origin, '/session', { token: hash.replace('#token=', '') });
  const ticket = await post(origin, '/ticket', { key: session.answer.key ?? '' }, session.cookie);
  const socket = new WebSocket(`ws://${host}/rpc`, ['slipway.1', ticket.answer.ticket ?? ''], {
    headers: { origin, cookie: session.cookie },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const client = createClient({
    send: (message) => socket.send(encodeFrame(message)),
    onMessage: (listener) =>
      socket.on('message', (data: Buffer, binary) =>
        listener(decodeFrame(binary ? data : data.toString()) as ServerMessage),
      ),
    onClose: (listener) => socket.on('close', listener),
    close: () => socket.close(),
  });
  return Object.assign(client, { [Symbol.dispose]: () => client.close() });
}

async function post(
  origin: string,
  path: string,
  body: Record<string, string>,
  cookie = '',
): Promise<{ answer: Record<string, string>; cookie: string }> {
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...(cookie === '' ? {} : { cookie }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const [given = cookie] = (response.headers.get('set-cookie') ?? cookie).split(';');
  return { answer: await response.json(), cookie: given };
}
