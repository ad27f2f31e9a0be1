import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOk } from '../engine-lab/run-command.ts';
import { remember, rememberKey } from './canaries.ts';

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** Paths of what a registry and its clients may show each other: good, and bad in every way. */
export interface RegistryCertificates {
  readonly dir: string;
  /** Signed the server and the good clients. */
  readonly ca: string;
  /** Nobody's. */
  readonly wrongCa: string;
  readonly server: Pair;
  readonly expiredServer: Pair;
  /** Made for another name. */
  readonly otherServer: Pair;
  /** Good clients, by the kind of their key. */
  readonly rsa: Pair;
  readonly ec: Pair;
  readonly ed25519: Pair;
  readonly expired: Pair;
  /** Ends in so many days. */
  endingIn(days: number): Promise<Pair>;
  /** Signed by the wrong CA. */
  readonly stranger: Pair;
  /** May be used by a server only. */
  readonly serverOnly: Pair;
  /** The certificate of one client and the key of another. */
  readonly mismatched: Pair;
  /** The key of `rsa`, encrypted with `passphrase`. */
  readonly encryptedKey: string;
  /** `rsa` and the CA in one file each: as openssl packs it today, as it did before, and as old browsers do. */
  readonly p12: { readonly modern: string; readonly legacy: string; readonly tripleDes: string };
  /** The same of `ec` and `ed25519`. */
  readonly p12Ec: string;
  readonly p12Ed25519: string;
  readonly passphrase: string;
  /** A PEM with the certificate and key of `rsa` in one file. */
  readonly both: string;
  /** A PEM with two keys. */
  readonly twoKeys: string;
  /** The certificate of `rsa` as DER. */
  readonly der: string;
}

/** Its own in each run: in no source it could be found in. */
const passphrase = `weigh anchor ${randomUUID()}`;

type Kind = 'rsa' | 'ec' | 'ed25519';

const newKey: Record<Kind, readonly string[]> = {
  rsa: ['-newkey', 'rsa:2048'],
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
  ed25519: ['-newkey', 'ed25519'],
};

/** Makes them with openssl in `dir`, for a registry at the address `host` (an IP). */
export async function makeRegistryCertificates(dir: string, host: string): Promise<RegistryCertificates> {
  mkdirSync(dir, { recursive: true });
  const [ca, wrong] = await Promise.all([makeCa(dir, 'lab registry CA'), makeCa(dir, 'wrong CA')]);
  const make = (
    name: string,
    use: 'server' | 'client',
    kind: Kind,
    days = 90,
    by = ca,
    names = `IP:${host}`,
  ) => sign(dir, by, { name, use, kind, days, names });
  const [server, expiredServer, otherServer, rsa, ec, ed25519, expired, stranger, serverOnly] =
    await Promise.all([
      make('server', 'server', 'ec'),
      make('expired-server', 'server', 'ec', -1),
      make('other-server', 'server', 'ec', 90, ca, 'DNS:elsewhere.example'),
      make('rsa-client', 'client', 'rsa'),
      make('ec-client', 'client', 'ec'),
      make('ed25519-client', 'client', 'ed25519'),
      make('expired-client', 'client', 'ec', -1),
      make('stranger', 'client', 'ec', 90, wrong),
      make('server-only', 'server', 'ec'),
    ]);
  for (const { key } of [rsa, ec, ed25519, stranger]) rememberKey(key);
  remember('the passphrase of a key', [passphrase]);
  const encryptedKey = join(dir, 'encrypted.key');
  const withPassphrase = `pass:${passphrase}`;
  await runOk('openssl', [
    ...['pkcs8', '-topk8', '-in', rsa.key, '-out', encryptedKey],
    ...['-v2', 'aes-256-cbc', '-passout', withPassphrase],
  ]);
  const pack = async (name: string, { cert, key }: Pair, ...how: string[]): Promise<string> => {
    const out = join(dir, `${name}.p12`);
    await runOk('openssl', [
      ...['pkcs12', '-export', '-in', cert, '-inkey', key, '-certfile', ca.cert, '-out', out],
      ...['-passout', withPassphrase, ...how],
    ]);
    return out;
  };
  const tripleDes = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
  const der = join(dir, 'rsa-client.der');
  await runOk('openssl', ['x509', '-in', rsa.cert, '-outform', 'DER', '-out', der]);
  const join2 = (name: string, ...parts: string[]) => {
    const out = join(dir, name);
    writeFileSync(out, parts.map((part) => readFileSync(part, 'utf8')).join(''), { mode: 0o600 });
    return out;
  };
  return {
    ...{ dir, ca: ca.cert, wrongCa: wrong.cert, server, expiredServer, otherServer },
    ...{ rsa, ec, ed25519, expired, stranger, serverOnly, encryptedKey, passphrase, der },
    endingIn: (days) => make(`ends-in-${days}`, 'client', 'ec', days),
    mismatched: { cert: rsa.cert, key: ec.key },
    p12: {
      modern: await pack('modern', rsa),
      legacy: await pack('legacy', rsa, '-legacy'),
      tripleDes: await pack('triple-des', rsa, ...tripleDes),
    },
    p12Ec: await pack('ec', ec),
    p12Ed25519: await pack('ed25519', ed25519),
    both: join2('both.pem', rsa.cert, rsa.key),
    twoKeys: join2('two-keys.pem', rsa.cert, rsa.key, ec.key),
  };
}

async function makeCa(dir: string, name: string): Promise<Pair> {
  const file = join(dir, name.replaceAll(' ', '-'));
  const pair = { cert: `${file}.crt`, key: `${file}.key` };
  await runOk('openssl', [
    ...['req', '-x509', ...newKey.ec, '-nodes', '-keyout', pair.key, '-out', pair.cert],
    ...['-subj', `/O=Slipway lab/CN=${name}`, '-days', '3650'],
  ]);
  return pair;
}

interface Wanted {
  name: string;
  use: 'server' | 'client';
  kind: Kind;
  days: number;
  names: string;
}

async function sign(dir: string, ca: Pair, { name, use, kind, days, names }: Wanted): Promise<Pair> {
  const folder = join(dir, name);
  mkdirSync(folder, { recursive: true });
  const file = (what: string) => join(folder, what);
  const pair = { cert: join(dir, `${name}.crt`), key: join(dir, `${name}.key`) };
  await runOk('openssl', [
    ...['req', '-new', ...newKey[kind], '-nodes', '-keyout', pair.key, '-out', file('request.pem')],
    ...['-subj', `/O=Slipway lab/CN=${name}`],
  ]);
  const alternatives = use === 'server' ? `subjectAltName=${names}\n` : '';
  writeFileSync(
    file('extensions.cnf'),
    `${alternatives}extendedKeyUsage=${use}Auth\nkeyUsage=digitalSignature\n`,
  );
  await runOk('openssl', [
    ...['x509', '-req', '-in', file('request.pem'), '-CA', ca.cert, '-CAkey', ca.key],
    ...['-CAcreateserial', '-CAserial', file('serial'), '-days', String(days)],
    ...['-extfile', file('extensions.cnf'), '-out', pair.cert],
  ]);
  return pair;
}
