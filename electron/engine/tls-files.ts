import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../shared/contract/failure.ts';

/** PEM texts as the TLS layer takes them. Keys stay inside electron/engine. */
export interface TlsFiles {
  ca?: string;
  cert?: string;
  key?: string;
  /** False: the server certificate is not checked (a context's SkipTLSVerify). */
  verify: boolean;
}

/**
 * Reads ca.pem, cert.pem and key.pem of a folder; a missing ca.pem means the system's authorities.
 * @param required whether a missing certificate pair is a failure
 * @throws unauthorized `tls-file`
 */
export async function readTlsFolder(folder: string, verify: boolean, required = false): Promise<TlsFiles> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readPem(join(folder, name))),
  );
  const missing = cert === undefined ? 'cert.pem' : 'key.pem';
  if ((cert === undefined) !== (key === undefined) || (required && cert === undefined))
    throw fail('unauthorized', 'tls-file', { path: join(folder, missing), detail: 'it is missing' });
  if (key !== undefined && /ENCRYPTED/.test(key.slice(0, 200)))
    throw fail('unauthorized', 'tls-file', {
      path: join(folder, 'key.pem'),
      detail: 'encrypted keys are not supported',
    });
  const files: TlsFiles = {
    verify,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  checkPems(folder, files);
  return files;
}

/** OpenSSL would say of a broken file that something is wrong, but not with which. */
function checkPems(folder: string, { ca, cert, key }: TlsFiles): void {
  const parse = <T>(name: string, read: () => T): T => {
    try {
      return read();
    } catch (thrown) {
      const detail = thrown instanceof Error ? thrown.message : String(thrown);
      throw fail('unauthorized', 'tls-file', { path: join(folder, name), detail });
    }
  };
  if (ca !== undefined) parse('ca.pem', () => new X509Certificate(ca));
  if (cert === undefined || key === undefined) return;
  const certificate = parse('cert.pem', () => new X509Certificate(cert));
  const privateKey = parse('key.pem', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw fail('unauthorized', 'tls-file', {
      path: join(folder, 'key.pem'),
      detail: 'it does not belong to cert.pem',
    });
}

async function readPem(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw fail('unauthorized', 'tls-file', {
      path,
      detail: code === 'EACCES' ? 'you may not read it' : code,
    });
  }
}
