import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { fail } from '../../../shared/contract/failure.ts';

/** What a PKCS#12 holds. */
export interface Packed {
  keys: KeyObject[];
  certificates: X509Certificate[];
}

/**
 * Opens a PKCS#12, whichever of its ciphers were used. Only its envelope is opened by node-forge: keys and certificates
 * are read by OpenSSL, which knows more kinds of them.
 * @throws invalid-input `certificate-passphrase-needed`, `certificate-passphrase-wrong`, `certificate-p12-broken`
 */
export function openPkcs12(bytes: Buffer, path: string, passphrase: string | undefined): Packed {
  const asn1 = parsed(bytes, path);
  const password = passphrase ?? '';
  const store =
    attempt(() => forge.pkcs12.pkcs12FromAsn1(asn1, false, password)) ?? withoutMac(asn1, password);
  if (store === null)
    throw passphrase === undefined || passphrase === ''
      ? fail('invalid-input', 'certificate-passphrase-needed', { path })
      : fail('invalid-input', 'certificate-passphrase-wrong', { path });
  const bags = store.safeContents.flatMap(({ safeBags }) => safeBags);
  const { oids } = forge.pki;
  try {
    return {
      keys: bags.filter(({ type }) => type === oids.keyBag || type === oids.pkcs8ShroudedKeyBag).map(keyOf),
      certificates: bags.filter(({ type }) => type === oids.certBag).map(certificateOf),
    };
  } catch {
    // Whatever a parser says of a key is not handed on.
    throw fail('invalid-input', 'certificate-p12-broken', { path });
  }
}

function parsed(bytes: Buffer, path: string): forge.asn1.Asn1 {
  const asn1 = attempt(() => forge.asn1.fromDer(forge.util.createBuffer(bytes.toString('binary'))));
  const [version] = Array.isArray(asn1?.value) ? asn1.value : [];
  // Every PKCS#12 begins with its version, which is 3.
  if (asn1 === null || version?.type !== forge.asn1.Type.INTEGER || version.value !== '\u0003')
    throw fail('invalid-input', 'certificate-not-recognised', { path });
  return asn1;
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    // It says no more than that it is none, or that the passphrase is wrong.
    return null;
  }
}

/**
 * Today's ciphers take a passphrase as UTF-8, the seal around them takes it as UTF-16: node-forge knows one form for both.
 * That the passphrase is right shows here by what it opens.
 */
function withoutMac(asn1: forge.asn1.Asn1, password: string): forge.pkcs12.Pkcs12Pfx | null {
  const parts = asn1.value;
  if (!Array.isArray(parts) || parts.length < 3 || /^[\0-\x7f]*$/.test(password)) return null;
  const unsealed = { ...asn1, value: parts.slice(0, 2) };
  return attempt(() => forge.pkcs12.pkcs12FromAsn1(unsealed, false, forge.util.encodeUtf8(password)));
}

const toDer = (asn1: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');

function keyOf(bag: forge.pkcs12.Bag): KeyObject {
  const asn1 =
    bag.asn1 ?? (bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : undefined);
  if (asn1 === undefined) throw new Error('a bag without a key');
  return createPrivateKey({ key: toDer(asn1), format: 'der', type: 'pkcs8' });
}

function certificateOf(bag: forge.pkcs12.Bag): X509Certificate {
  const asn1 = bag.asn1 ?? (bag.cert ? forge.pki.certificateToAsn1(bag.cert) : undefined);
  if (asn1 === undefined) throw new Error('a bag without a certificate');
  return new X509Certificate(toDer(asn1));
}
