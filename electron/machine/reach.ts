import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isRegistryAnswer } from '../../shared/model/registry-answer.ts';
import { signalWithin } from '../engine/signal-within.ts';

/** Whether a registry answers there. `why` is one word: a code of the system, or of HTTP. */
export type Reach = (
  address: string,
  signal: AbortSignal,
) => Promise<{ ok: true } | { ok: false; why: string }>;

const withinMs = 5_000;

/** Asks a registry mirror for the root of its API. Only what a registry answers will do. */
export const reach: Reach = async (address, signal) => {
  if (!URL.canParse(address)) return { ok: false, why: 'EADDRESS' };
  const url = new URL('v2/', address.endsWith('/') ? address : `${address}/`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, why: 'EADDRESS' };
  const ask = url.protocol === 'https:' ? tlsRequest : plainRequest;
  const over = signalWithin(withinMs, signal);
  return new Promise((resolve) => {
    const asked = ask(url, { agent: false, signal: over }, (answer) => {
      const status = answer.statusCode ?? 0;
      answer.destroy();
      resolve(isRegistryAnswer(status) ? { ok: true } : { ok: false, why: String(status) });
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const code = over.aborted ? 'ETIMEDOUT' : (error.code ?? 'EPROTO');
      resolve({ ok: false, why: /^[A-Z0-9_]{2,40}$/.test(code) ? code : 'EPROTO' });
    });
    asked.end();
  });
};
