import type { ContextVerdict } from '../../shared/contract/contexts.ts';
import { fail, type SlipwayError, toApiError } from '../../shared/contract/failure.ts';
import type { Address } from '../engine/address.ts';
import { handshake } from '../engine/handshake.ts';
import { networkError } from '../engine/network-errors.ts';
import { record, text } from '../engine/raw/fields.ts';
import type { TlsFiles } from '../engine/tls-files.ts';
import { createTransport, type Transport } from '../engine/transport.ts';

/** A connection over ssh is made by another program, on another machine. */
const deadlinesMs = { ssh: 30_000, other: 8_000 };

/** Asks once whether an engine answers at an address, with connections of its own; never throws for what is wrong with it. */
export async function tryAddress(
  address: Address,
  tls: () => Promise<TlsFiles | null>,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<ContextVerdict> {
  const deadlineMs = address.kind === 'ssh' ? deadlinesMs.ssh : deadlinesMs.other;
  let transport: Transport | undefined;
  try {
    transport = createTransport(address, await tls(), env);
    const { client, kind, version, ms } = await handshake(transport, deadlineMs, signal);
    const { body } = await client.json('/info', { signal, deadlineMs });
    return {
      status: 'usable',
      ...{ kind, version, apiVersion: client.apiVersion },
      engineName: text(record(body).Name),
      ms: Math.round(ms * 10) / 10,
    };
  } catch (thrown) {
    const error = networkError(thrown, address);
    if (error.error.code === 'cancelled') throw error;
    return { status: 'unusable', error: toApiError(sshCause(error, address)) };
  } finally {
    transport?.close();
  }
}

/** What ssh said, as a cause that can be mended; what is not known of it stays as it came. */
function sshCause(error: SlipwayError, address: Address): SlipwayError {
  if (address.kind !== 'ssh' || error.error.reason !== 'ssh-failed') return error;
  const detail = error.error.params?.detail ?? '';
  const port = address.port === null ? '' : `-p ${address.port} `;
  const target = `${port}${address.user === '' ? '' : `${address.user}@`}${address.host}`;
  const params = { host: address.host, detail: lastLine(detail), target };
  const copy = (command: string) => ({ action: { kind: 'copy' as const, text: command } });
  if (/spawn ssh ENOENT/.test(detail)) return fail('unsupported', 'ssh-missing', params);
  if (/host key verification failed|host identification has changed/i.test(detail))
    return fail('unauthorized', 'ssh-host-key', params, copy(`ssh ${target}`));
  if (/permission denied \(/i.test(detail))
    return fail('unauthorized', 'ssh-denied', params, copy(`ssh-copy-id ${target}`));
  if (/docker: (command )?not found|docker: no such file/i.test(detail))
    return fail('unsupported', 'ssh-no-docker', params);
  if (/docker.sock|cannot connect to the docker daemon|dial unix|failed to dial/i.test(detail))
    return fail('unreachable', 'ssh-no-engine', params);
  return error;
}

/** ssh warns in the lines before. */
const lastLine = (said: string): string => said.trim().split('\n').at(-1)?.trim() ?? '';
