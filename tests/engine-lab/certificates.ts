import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOk } from './run-command.ts';
import type { TlsFiles } from './types.ts';

export type Certificates = {
  /** For a server on 127.0.0.1 / localhost / ::1 that demands clients signed by the same CA. */
  readonly server: TlsFiles;
  /** A client's pair; `dir` holds it under Docker's names (ca.pem, cert.pem, key.pem) for DOCKER_CERT_PATH. */
  readonly client: TlsFiles & { readonly dir: string };
  /** A client signed by, and trusting, a CA nobody else knows. */
  readonly stranger: TlsFiles & { readonly dir: string };
  /** Signed by the right CA, but past their end. */
  readonly expiredServer: TlsFiles;
  readonly expiredClient: TlsFiles & { readonly dir: string };
};

/** Makes a CA, server and client certificates by openssl in `dir`, and the wrong and expired ones tests need. */
export async function makeCertificates(dir: string): Promise<Certificates> {
  mkdirSync(dir, { recursive: true });
  const [right, wrong] = await Promise.all([makeCa(dir, 'ca'), makeCa(dir, 'wrong-ca')]);
  const server = await sign(dir, right, 'server', 'server', 825);
  const expiredServer = await sign(dir, right, 'expired-server', 'server', -1);
  const client = await sign(dir, right, 'client', 'client', 825);
  const stranger = await sign(dir, wrong, 'stranger', 'client', 825);
  const expiredClient = await sign(dir, right, 'expired-client', 'client', -1);
  return { server, expiredServer, client, stranger, expiredClient };
}

type Ca = { readonly cert: string; readonly key: string };

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

async function makeCa(dir: string, name: string): Promise<Ca> {
  const cert = join(dir, `${name}.pem`);
  const key = join(dir, `${name}-key.pem`);
  const subject = ['-subj', `/CN=lab ${name}`, '-days', '3650'];
  await runOk('openssl', ['req', '-x509', ...newKey, '-keyout', key, '-out', cert, ...subject]);
  return { cert, key };
}

async function sign(
  dir: string,
  ca: Ca,
  name: string,
  role: 'server' | 'client',
  days: number,
): Promise<TlsFiles & { dir: string }> {
  const folder = join(dir, name);
  mkdirSync(folder, { recursive: true });
  const files = {
    dir: folder,
    ca: join(folder, 'ca.pem'),
    cert: join(folder, 'cert.pem'),
    key: join(folder, 'key.pem'),
  };
  const request = join(folder, 'request.pem');
  const extensions = join(folder, 'extensions.cnf');
  const names = role === 'server' ? 'subjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost\n' : '';
  writeFileSync(extensions, `${names}extendedKeyUsage=${role}Auth\nkeyUsage=digitalSignature\n`);
  await runOk('openssl', [
    'req',
    '-new',
    ...newKey,
    '-keyout',
    files.key,
    '-out',
    request,
    '-subj',
    `/CN=lab ${name}`,
  ]);
  const issuer = ['-CA', ca.cert, '-CAkey', ca.key, '-CAcreateserial', '-CAserial', join(folder, 'serial')];
  const output = ['-days', String(days), '-extfile', extensions, '-out', files.cert];
  await runOk('openssl', ['x509', '-req', '-in', request, ...issuer, ...output]);
  copyFileSync(ca.cert, files.ca);
  return files;
}
