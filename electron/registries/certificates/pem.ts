/** One block of a PEM file. */
export interface PemBlock {
  /** Such as `CERTIFICATE` or `EC PRIVATE KEY`. */
  label: string;
  /** The block with its lines, ready for a parser. */
  text: string;
}

const block = /-----BEGIN ([A-Z0-9 ]{1,40})-----[\s\S]*?-----END \1-----/g;

/** The blocks of a PEM file in order; what stands between them is left out. */
export function pemBlocks(text: string): PemBlock[] {
  return [...text.matchAll(block)].map(([whole, label = '']) => ({ label, text: whole }));
}

export const isCertificate = ({ label }: PemBlock): boolean =>
  label === 'CERTIFICATE' || label === 'X509 CERTIFICATE' || label === 'TRUSTED CERTIFICATE';
export const isPrivateKey = ({ label }: PemBlock): boolean => label.endsWith('PRIVATE KEY');

/** It cannot be used without a passphrase; an engine cannot use it at all. */
export const isEncrypted = ({ label, text }: PemBlock): boolean =>
  label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: *4, *ENCRYPTED/m.test(text);
