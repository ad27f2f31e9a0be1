import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { TlsFiles } from '../engine-lab/types.ts';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

/**
 * A TLS server that refuses a client's certificate with an alert, as dockerd's Go does: Node's own servers, and so
 * `exposeTcp`, close the connection without a word. It answers nothing.
 */
export async function startStrictTls(files: TlsFiles): Promise<{ host: string; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(
    'openssl',
    [
      ...['s_server', '-quiet', '-accept', `127.0.0.1:${port}`],
      ...['-CAfile', files.ca, '-cert', files.cert, '-key', files.key],
      ...['-Verify', '2', '-verify_return_error'],
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  await waitFor('openssl s_server to listen', async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    return isTaken(port);
  });
  return {
    host: `tcp://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Asked by listening, since s_server serves one connection after the other. */
function isTaken(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
}
