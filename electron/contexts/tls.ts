import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContextTlsFile, type TlsFileName, tlsFileNames } from '../../shared/contract/contexts.ts';
import { fail } from '../../shared/contract/failure.ts';
import { readSmallFile } from '../docker-config/read-file.ts';
import { isAbsent, tlsFileOf, unreadable } from './places.ts';

/** What is to become of the TLS files: a path to copy from, null to take away; what is left out stays. */
export type TlsWish = { readonly [N in TlsFileName]?: string | null | undefined };

/** PEM texts by file. Keys never leave electron/. */
export type TlsTexts = ReadonlyMap<TlsFileName, string>;

/** The TLS files in a context's folder; what is not there is left out. @throws `contexts-unreadable` */
export async function storedTls(folder: string): Promise<TlsTexts> {
  const texts = new Map<TlsFileName, string>();
  for (const name of tlsFileNames) {
    const path = join(folder, tlsFileOf(name));
    try {
      texts.set(name, await readFile(path, 'utf8'));
    } catch (thrown) {
      if (!isAbsent(thrown)) throw unreadable(thrown, path);
    }
  }
  return texts;
}

/**
 * What a context has once a wish came true, checked where the wish changes anything: each file is what it is said to be, and
 * the key belongs to the certificate.
 * @throws invalid-input `context-tls`, `context-pair`, and what reading a given file says
 */
export async function wishedTls(stored: TlsTexts, wish: TlsWish): Promise<TlsTexts> {
  const texts = new Map(stored);
  const paths = new Map<TlsFileName, string>();
  for (const name of tlsFileNames) {
    const path = wish[name];
    if (path === undefined) continue;
    if (path === null) texts.delete(name);
    else {
      const text = (await readSmallFile(path)).toString('utf8');
      check(name, text, path);
      texts.set(name, text);
      paths.set(name, path);
    }
  }
  if (wish.cert !== undefined || wish.key !== undefined) checkPair(texts, paths);
  return texts;
}

function check(name: TlsFileName, text: string, path: string): void {
  const refuse = (detail: string) => fail('invalid-input', 'context-tls', { path, detail });
  if (name !== 'key' && /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) && !/BEGIN CERTIFICATE/.test(text))
    throw refuse('it is a private key, and a certificate is wanted');
  if (name === 'key' && /^-----BEGIN CERTIFICATE-----/.test(text.trim()))
    throw refuse('it is a certificate, and its key is wanted');
  if (name === 'key' && /ENCRYPTED/.test(text.slice(0, 400))) throw refuse('it is locked with a passphrase');
  try {
    if (name === 'key') createPrivateKey(text);
    else new X509Certificate(text);
  } catch (thrown) {
    // What OpenSSL says is of no use to a person, and none of the file goes into a message.
    if (!(thrown instanceof Error)) throw thrown;
    throw refuse(name === 'key' ? 'it holds no private key' : 'it holds no certificate');
  }
}

function checkPair(texts: TlsTexts, paths: ReadonlyMap<TlsFileName, string>): void {
  const [cert, key] = [texts.get('cert'), texts.get('key')];
  if (cert === undefined && key === undefined) return;
  if (cert === undefined || key === undefined)
    throw fail('invalid-input', 'context-pair', { missing: cert === undefined ? 'cert.pem' : 'key.pem' });
  check('cert', cert, paths.get('cert') ?? 'cert.pem');
  check('key', key, paths.get('key') ?? 'key.pem');
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
    throw fail('invalid-input', 'context-tls', {
      path: paths.get('key') ?? 'key.pem',
      detail: 'it does not belong to the certificate',
    });
}

/** The files of a context's folder as a page may know them. Of a key nothing is read. */
export async function describeTls(folder: string): Promise<ContextTlsFile[]> {
  const found: ContextTlsFile[] = [];
  for (const name of tlsFileNames) {
    const path = join(folder, tlsFileOf(name));
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (thrown) {
      if (!isAbsent(thrown)) found.push({ name, path, subject: null, notAfter: null });
      continue;
    }
    found.push({ name, path, ...(name === 'key' ? unknown : factsOf(text)) });
  }
  return found;
}

const unknown = { subject: null, notAfter: null };

function factsOf(text: string): Pick<ContextTlsFile, 'subject' | 'notAfter'> {
  try {
    const { subject, validTo } = new X509Certificate(text);
    return {
      subject: (subject ?? '').split('\n').reverse().join(', '),
      notAfter: new Date(Date.parse(validTo)).toISOString(),
    };
  } catch {
    // Why it cannot be used shows when the context is tried.
    return unknown;
  }
}
