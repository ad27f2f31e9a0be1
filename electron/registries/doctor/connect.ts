import { connect, isIP } from 'node:net';
import { signalWithin } from '../../engine/signal-within.ts';
import type { RegistryAddress } from '../certificates/address.ts';
import { bare, portOf, proxyFor } from '../client/proxy.ts';

const withinMs = 8000;

/** The proxy that leads to a registry from here; null where it is reached directly. */
export function proxyTo({ host, port }: RegistryAddress, env: NodeJS.ProcessEnv): URL | null {
  const written = `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  return URL.canParse(written) ? proxyFor(new URL(written), env) : null;
}

/** Connects by TCP, to the proxy where there is one. Answers why that failed; empty where it did not. */
export async function tryConnecting(
  { host, port }: RegistryAddress,
  proxy: URL | null,
  signal: AbortSignal,
): Promise<string> {
  const to = proxy === null ? { host, port } : { host: bare(proxy.hostname), port: portOf(proxy) };
  const detail = await new Promise<string>((resolve) => {
    const over = signalWithin(withinMs, signal);
    const socket = connect({ ...to, signal: over });
    socket.once('connect', () => {
      socket.destroy();
      resolve('');
    });
    socket.once('error', (error) =>
      resolve(
        over.aborted
          ? `no answer within ${withinMs / 1000} s`
          : 'code' in error
            ? String(error.code)
            : error.message,
      ),
    );
  });
  signal.throwIfAborted();
  return detail;
}
